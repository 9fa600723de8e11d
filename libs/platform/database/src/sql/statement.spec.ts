import { json, statement } from './statement';
import type { SqlValue } from './statement';

const sql = (parts: TemplateStringsArray, ...values: SqlValue[]) => statement(parts, values);

describe('the sql tag', () => {
  it('makes every value a parameter', () => {
    const hostile = `'; drop table members; --`;
    expect(sql`select ${hostile}, ${2}`).toEqual({ text: 'select $1, $2', values: [hostile, 2] });
  });

  it('refuses to be called with text', () => {
    expect(() => sql('select 1' as unknown as TemplateStringsArray)).toThrow('template tag');
  });

  it('refuses undefined and says which', () => {
    expect(() => sql`select ${1}, ${undefined as unknown as null}`).toThrow('$2 is undefined');
  });

  it('sends a json value as text, also when it is an array', () => {
    expect(json([{ a: 1 }]).toPostgres()).toBe('[{"a":1}]');
  });
});
