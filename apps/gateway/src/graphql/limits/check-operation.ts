import { getOperationAST, Kind, visit } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Actor } from '@vedette/identity';
import { refuse } from '../../refusals';
import { actualCost } from './actual-cost';
import { COST_LIMIT, QueryCost } from './query-cost';

export interface AskedOperation {
  readonly schema: GraphQLSchema;
  /** Valid against the schema. */
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

const introspective = new WeakMap<DocumentNode, boolean>();

/** An operation that may run, and what it costs. */
export interface CheckedOperation {
  /** Null where none of the document's operations is meant; then nothing runs. */
  readonly operation: OperationDefinitionNode | null;
  readonly requested: number;
  /** By its answer, at least 1. */
  actual(data: unknown): number;
}

/**
 * What this caller may run with these variables, asked every time: documents are cached across callers.
 * @throws Refusal `query.introspection`, `query.too_costly`
 */
export function checkOperation(asked: AskedOperation, actor: Actor | null): CheckedOperation {
  if (!actor && introspects(asked.document)) throw refuse('query.introspection');
  const operation = getOperationAST(asked.document, asked.operationName);
  if (!operation) return { operation: null, requested: 1, actual: () => 1 };
  const fragments = asked.document.definitions.filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION);
  const cost = new QueryCost(asked.schema, fragments, asked.variables).of(operation);
  if (cost > COST_LIMIT) throw refuse('query.too_costly', { cost, limit: COST_LIMIT });
  return { operation, requested: Math.max(1, cost), actual: (data) => actualCost(asked.schema, operation, fragments, data) };
}

function introspects(document: DocumentNode): boolean {
  const known = introspective.get(document);
  if (known !== undefined) return known;
  let found = false;
  visit(document, {
    Field: ({ name }) => {
      if (name.value === '__schema' || name.value === '__type') found = true;
    },
  });
  introspective.set(document, found);
  return found;
}
