import { getNamedType, isCompositeType, Kind } from 'graphql';
import type { FragmentDefinitionNode, GraphQLCompositeType, GraphQLSchema, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { costOfStatement } from './query-cost';

/** What an answer may hold under one name: objects to count, and what asking for it costs besides. */
interface Shape {
  readonly extra: number;
  readonly below: ReadonlyMap<string, Shape> | null;
}

interface Scope {
  readonly type: GraphQLCompositeType;
  readonly set: SelectionSetNode;
}

const shapes = new WeakMap<OperationDefinitionNode, ReadonlyMap<string, Shape>>();

/** What an operation did cost: one for each object in its answer, and the statements that `query-cost.ts` counts. At least 1. */
export function actualCost(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
  data: unknown,
): number {
  const root = schema.getRootType(operation.operation);
  if (!root) return 1;
  const shape = shapes.get(operation) ?? shapeOf(schema, fragments, [{ type: root, set: operation.selectionSet }]);
  shapes.set(operation, shape);
  return Math.max(1, below(shape, data));
}

function below(shape: ReadonlyMap<string, Shape>, value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let cost = 0;
  for (const [name, each] of shape) {
    // An alias is the asker's choice of a name, `constructor` included.
    if (!Object.hasOwn(value, name)) continue;
    const found: unknown = (value as Record<string, unknown>)[name];
    cost += each.extra + (each.below ? objects(each.below, found) : 0);
  }
  return cost;
}

function objects(shape: ReadonlyMap<string, Shape>, value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each: unknown) => sum + objects(shape, each), 0);
  return typeof value === 'object' && value !== null ? 1 + below(shape, value) : 0;
}

/** Fields of one name are one in the answer, wherever they were asked for. Its size is bounded by the cost that was checked before. */
function shapeOf(schema: GraphQLSchema, fragments: readonly FragmentDefinitionNode[], scopes: readonly Scope[]): ReadonlyMap<string, Shape> {
  const found = new Map<string, { extra: number; scopes: Scope[] }>();
  const collect = ({ type, set }: Scope): void => {
    for (const node of set.selections) {
      if (node.kind !== Kind.FIELD) {
        const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.find(({ name }) => name.value === node.name.value);
        const named = fragment?.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
        if (fragment) collect({ type: isCompositeType(named) ? named : type, set: fragment.selectionSet });
        continue;
      }
      const name = node.alias?.value ?? node.name.value;
      const entry = found.get(name) ?? { extra: 0, scopes: [] };
      found.set(name, entry);
      entry.extra = Math.max(entry.extra, costOfStatement(type, node.name.value));
      const field = 'getFields' in type ? type.getFields()[node.name.value] : undefined;
      const inner = field && getNamedType(field.type);
      if (isCompositeType(inner) && node.selectionSet) entry.scopes.push({ type: inner, set: node.selectionSet });
    }
  };
  scopes.forEach(collect);
  return new Map(
    [...found]
      .filter(([, { extra, scopes: inner }]) => extra > 0 || inner.length > 0)
      .map(([name, { extra, scopes: inner }]) => [name, { extra, below: inner.length > 0 ? shapeOf(schema, fragments, inner) : null }]),
  );
}
