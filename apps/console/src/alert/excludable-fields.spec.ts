import type { AlertDetail } from '@vedette/api-client';
import { excludableFields, groupOf } from './excludable-fields';

type Evidence = AlertDetail['evidence'][number];
const evidence = (event: unknown, matched: Evidence['matched']): Evidence => ({ eventId: 's/0', at: '2026-11-21T10:00:00.000Z', event, matched });
const names = (one: Evidence) => excludableFields([one]).map(({ name }) => name);

describe('the fields that may be excluded', () => {
  const long = 'x'.repeat(900);
  const event = { User: 'bo', Image: 'a.exe', process: { pid: 7, args: ['a'], elevated: true, parent: null }, CommandLine: long };

  it('begin with what matched, each once, and have whole values', () => {
    const matched = ['a', 'b'].map((condition) => ({ field: 'CommandLine', value: 'xxx…', condition }));
    expect(excludableFields([evidence(event, matched)])[0]).toEqual({ name: 'CommandLine', value: long, matched: true });
    expect(names(evidence(event, matched))).toEqual(['CommandLine', 'Image', 'process.elevated', 'process.pid', 'User']);
  });

  it('leave out what an exclusion cannot name', () => {
    expect(names(evidence({ 'a|b': '1', long: 'x'.repeat(2001), ok: '' }, []))).toEqual(['ok']);
  });

  it('are bounded, whatever an event holds', () => {
    expect(names(evidence(Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, 'v'])), []))).toHaveLength(60);
    let deep: unknown = 'v';
    for (let depth = 0; depth < 5000; depth++) deep = { deeper: deep };
    expect(names(evidence(deep, []))).toEqual([]);
  });

  it('are of an event only that is an object', () => {
    expect([names(evidence('text', [])), names(evidence(null, [])), excludableFields([])]).toEqual([[], [], []]);
    expect(names(evidence(JSON.parse('{"__proto__": {"constructor": "x"}}'), []))).toEqual(['__proto__.constructor']);
  });
});

describe('the group of a correlation', () => {
  it('is what its evidence was gathered by', () => {
    const one = evidence({}, [{ field: 'IpAddress', value: '10.0.0.1', condition: 'group-by' }, { field: 'User', value: 'bo', condition: 'User: bo' }]);
    expect(groupOf([one]).map(({ field, value }) => [field, value])).toEqual([['IpAddress', '10.0.0.1']]);
    expect(groupOf([])).toEqual([]);
  });
});
