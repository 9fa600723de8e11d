import { buildSchema, getOperationAST, Kind, parse, validate } from 'graphql';
import type { FragmentDefinitionNode } from 'graphql';
import { actualCost } from './actual-cost';
import { planLimits } from './plan-limits';
import { COST_LIMIT } from './query-cost';

const schema = buildSchema(`
  scalar JSON
  interface Node { id: ID! }
  type Alert implements Node { id: ID! entity: Entity evidence: [Evidence!]! comments: [Evidence!]! }
  type Entity { value: String }
  type Evidence { event: JSON }
  type AlertEdge { node: Alert! }
  type AlertConnection { edges: [AlertEdge!]! }
  type Query { alerts(first: Int): AlertConnection! alert: Alert node: Node raw: JSON }
`);

function costOf(query: string, data: unknown): number {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const fragments = document.definitions.filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION);
  return actualCost(schema, operation, fragments, data);
}

describe('what an answer did cost', () => {
  it('is one for each object, and at least one', () => {
    const edges = [{ node: { id: 'a', entity: { value: 'x' } } }, { node: { id: 'b', entity: null } }];
    expect(costOf('{ alerts { edges { node { id entity { value } } } } }', { alerts: { edges } })).toBe(6);
    expect(costOf('{ alert { id } }', { alert: null })).toBe(1);
    expect(costOf('{ alert { id } }', null)).toBe(1);
  });

  it('counts a JSON value as the scalar that it is', () => {
    expect(costOf('{ raw }', { raw: { a: [{}, {}, {}] } })).toBe(1);
  });

  it('counts the statements that a field needs, also where it held nothing', () => {
    expect(costOf('{ alert { id comments { event } } }', { alert: { id: 'a', comments: [] } })).toBe(4);
    expect(costOf('{ node { id ... on Alert { evidence { event } } } }', { node: { id: 'a', evidence: [{ event: {} }, { event: {} }] } })).toBe(6);
  });

  it('counts what was left out as nothing, and each alias by itself', () => {
    const query = 'query($no: Boolean!) { a: alert { ...F } b: alert { ...F } c: alert @include(if: $no) { ...F } } fragment F on Alert { id entity { value } }';
    const alert = { id: 'a', entity: { value: 'x' } };
    expect(costOf(query, { a: alert, b: alert })).toBe(4);
  });

  it('merges what is asked twice under one name, as the answer does', () => {
    expect(costOf('{ alert { id } alert { entity { value } } }', { alert: { id: 'a', entity: { value: 'x' } } })).toBe(2);
  });

  it('is not led astray by names that every object has', () => {
    expect(costOf('{ constructor: alert { id } __proto__: alert { id } toString: alert { id } }', { constructor: { id: 'a' } })).toBe(1);
  });
});

it('every plan lets each key ask the dearest operation more than once, and no key more than its tenant', () => {
  for (const { key, tenant } of Object.values(planLimits)) {
    expect(key).toBeGreaterThan(2 * COST_LIMIT);
    expect(tenant).toBeGreaterThan(key);
  }
});
