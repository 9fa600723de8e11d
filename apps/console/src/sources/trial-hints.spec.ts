import { readRenames } from './mapping-text';
import { trialHints } from './trial-hints';

const sample = (fields: unknown, problem: string | null = null) => ({ after: { original: '', kind: null, at: null, entity: { kind: 'host', value: '' }, fields, problem } });

describe('the hints of a trial', () => {
  const read = readRenames('# mine\na -> Image\nb -> User\nc -> toString');

  it('stand at the lines that changed no sample', () => {
    expect(trialHints(read, [sample({ Image: 1 }), sample({ User: 1 })]).map(({ line, mild }) => [line, mild])).toEqual([[4, true]]);
  });

  it('say nothing where no sample could be read', () => {
    expect(trialHints(read, [])).toEqual([]);
    expect(trialHints(read, [sample({}, 'This is neither.')])).toEqual([]);
  });
});
