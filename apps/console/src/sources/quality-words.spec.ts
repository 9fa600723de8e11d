import { qualityNotes } from './quality-words';

const fine = { unparsed: 0, untimed: 0, late: 0, ahead: 0 };

describe('the quality of a source', () => {
  it('names only what is wrong, as a part of what was evaluated', () => {
    expect(qualityNotes({ evaluated: 1000, quality: { ...fine, untimed: 32, ahead: 1000 } }).map(({ words }) => words)).toEqual(['3.2 % have no time that can be believed', '100 % are dated ahead of our clock']);
    expect(qualityNotes({ evaluated: 1000, quality: fine })).toEqual([]);
  });

  it('never rounds one bad event among many to none, and says what to do', () => {
    const [note] = qualityNotes({ evaluated: 1_000_000, quality: { ...fine, late: 1 } });
    expect(note?.words).toBe('under 0.1 % came more than an hour late');
    expect(note?.remedy).toContain('shipper');
  });
});
