import { bulkWords, doneWords } from './bulk-words';

describe('a bulk change in words', () => {
  it('says what was changed, and what was not and why', () => {
    expect(bulkWords('acknowledged', { changed: 1, skipped: [] })).toBe('1 alert acknowledged.');
    const skipped = ['alert.already_closed', 'alert.already_closed', 'alert.not_found', 'toString'].map((code) => ({ code }));
    expect(bulkWords('closed as benign', { changed: 1200, skipped })).toBe('1,200 alerts closed as benign; 4 left alone: closed already, gone, toString.');
  });

  it('names the move', () => {
    const nameOf = () => 'you';
    expect(doneWords({ move: 'CLOSE', resolution: 'FALSE_POSITIVE' }, nameOf)).toBe('closed as false positive');
    expect([doneWords({ move: 'ASSIGN', assignee: 'account:1' }, nameOf), doneWords({ move: 'ASSIGN', assignee: null }, nameOf)]).toEqual(['assigned to you', 'assigned to nobody']);
  });
});
