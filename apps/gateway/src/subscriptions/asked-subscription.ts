import { getOperationAST, Kind, OperationTypeNode, parse, validate, valueFromASTUntyped } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLSchema } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Actor } from '@vedette/identity';
import { checkDocument, documentLimits } from '../graphql/limits/document-limits';
import { checkOperation } from '../graphql/limits/check-operation';
import { refuse } from '../refusals';

/** A subscription that may be run. */
export interface AskedSubscription {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Name of the one field of Subscription that it selects. */
  readonly field: string;
  readonly after: string | null;
  /** What one message may cost; reserved once, when it is opened. */
  readonly cost: number;
  /** The value of an argument of that field; undefined where it is not given. */
  argument(name: string): unknown;
  /** Two that are equal share their execution. */
  readonly key: string;
}

/** @throws Refusal `query.*`; GraphQLError and GraphQLErrors (`errors`) of the library for what does not parse or validate */
export function askSubscription(schema: GraphQLSchema, payload: SubscribePayload, actor: Actor): AskedSubscription {
  const document = parse(payload.query, { maxTokens: documentLimits.tokens });
  checkDocument(document);
  const errors = validate(schema, document);
  if (errors.length > 0) throw Object.assign(new Error('invalid'), { errors });
  const variables = payload.variables ?? {};
  const operation = getOperationAST(document, payload.operationName);
  if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) throw refuse('query.subscription_only');
  const { requested: cost } = checkOperation({ schema, document, operationName: payload.operationName, variables }, actor);
  const [field] = operation.selectionSet.selections;
  if (operation.selectionSet.selections.length !== 1 || field?.kind !== Kind.FIELD || field.name.value.startsWith('__')) {
    throw refuse('query.one_subscription');
  }
  const { after, variable } = afterOf(field, variables);
  const shared = Object.entries(variables).filter(([name]) => name !== variable).sort(([a], [b]) => (a < b ? -1 : 1));
  const key = JSON.stringify([[...actor.permissions].sort(), payload.query, payload.operationName ?? null, shared]);
  return { document, operationName: payload.operationName ?? undefined, variables, field: field.name.value, after, key, cost, argument: (name) => argumentOf(field, name, variables) };
}

function argumentOf(field: FieldNode, name: string, variables: Readonly<Record<string, unknown>>): unknown {
  const value = field.arguments?.find((arg) => arg.name.value === name)?.value;
  return value && valueFromASTUntyped(value, variables);
}

/**
 * `after` says where to begin, not what to show: askers who differ in it alone share their execution. Its variable is a
 * String, and no other argument below a subscription is one.
 */
function afterOf(field: FieldNode, variables: Readonly<Record<string, unknown>>): { after: string | null; variable?: string } {
  const value = field.arguments?.find((arg) => arg.name.value === 'after')?.value;
  if (value?.kind === Kind.STRING) return { after: value.value };
  if (value?.kind !== Kind.VARIABLE) return { after: null };
  const given = variables[value.name.value];
  if (given !== undefined && given !== null && typeof given !== 'string') throw refuse('cursor.malformed');
  return { after: given ?? null, variable: value.name.value };
}
