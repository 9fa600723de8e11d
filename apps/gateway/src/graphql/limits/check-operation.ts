import { getOperationAST, Kind, visit } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema } from 'graphql';
import type { Actor } from '@vedette/identity';
import { refuse } from '../../refusals';
import { COST_LIMIT, QueryCost } from './query-cost';

export interface AskedOperation {
  readonly schema: GraphQLSchema;
  /** Valid against the schema. */
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

const introspective = new WeakMap<DocumentNode, boolean>();

/**
 * What this caller may run with these variables, asked every time: documents are cached across callers.
 * @throws Refusal `query.introspection`, `query.too_costly`
 */
export function checkOperation(asked: AskedOperation, actor: Actor | null): void {
  if (!actor && introspects(asked.document)) throw refuse('query.introspection');
  const operation = getOperationAST(asked.document, asked.operationName);
  if (!operation) return;
  const fragments = asked.document.definitions.filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION);
  const cost = new QueryCost(asked.schema, fragments, asked.variables).of(operation);
  if (cost > COST_LIMIT) throw refuse('query.too_costly', { cost, limit: COST_LIMIT });
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
