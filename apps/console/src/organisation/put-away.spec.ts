import { putAway, unseen } from './put-away';

function storage(text?: string) {
  const kept = new Map(text === undefined ? [] : [['vedette.offers-put-away', text]]);
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
}
const acme = { id: '1', name: 'Acme', domain: 'acme.example' };
const globex = { id: '2', name: 'Globex', domain: 'acme.example' };

describe('an offer to join', () => {
  it('that was put away is shown no more, to that person, whatever its id is by now', () => {
    const kept = storage();
    putAway('account:a', [acme], kept);
    expect(unseen('account:a', [{ ...acme, id: '9' }, globex], kept)).toEqual([globex]);
    expect(unseen('account:b', [acme], kept)).toEqual([acme]);
  });

  it.each(['{', '"x"', '[1]', 'null'])('is shown where what is kept cannot be read: %s', (text) => {
    expect(unseen('account:a', [acme], storage(text))).toEqual([acme]);
  });
});
