import { fieldChanges } from './field-changes';

describe('the fields of an event before and after a mapping', () => {
  it('put first what changed, nested fields by their dotted names', () => {
    const changes = fieldChanges({ proc: { path: '/bin/sh' }, pid: 7 }, { proc: { path: '/bin/sh' }, pid: 7, Image: '/bin/sh' });
    expect(changes.map(({ name, changed }) => [name, changed])).toEqual([['Image', true], ['proc.path', false], ['pid', false]]);
    expect(changes[0]).toMatchObject({ before: null, after: '/bin/sh' });
  });

  it('tell apart a text from a number only where they read differently, and nothing from an empty text', () => {
    expect(fieldChanges({}, { a: '' })[0]).toEqual({ name: 'a', before: null, after: '', changed: true });
    expect(fieldChanges({ a: [1, 2] }, { a: [1] })[0]).toMatchObject({ before: '[1,2]', after: '[1]', changed: true });
  });

  it('survive hostile events', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`) as unknown;
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, 'x'.repeat(1000)]));
    expect(fieldChanges(deep, deep)).toHaveLength(1);
    expect(fieldChanges({}, wide)).toHaveLength(400);
    expect(fieldChanges(null, JSON.parse('{"__proto__":{"x":1},"constructor":2}')).map(({ name }) => name)).toEqual(['__proto__.x', 'constructor']);
    expect(fieldChanges('text', 7)).toEqual([]);
  });
});
