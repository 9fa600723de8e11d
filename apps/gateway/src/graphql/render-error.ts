import { Outage, Refusal, newId } from '@vedette/kernel';
import { logger } from '@vedette/telemetry';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';

const log = logger('graphql');

export interface RenderOptions {
  /** Suggestions ("did you mean …") name parts of the schema, which anonymous callers may not read. */
  readonly suggestions: boolean;
}

/**
 * The three kinds of error (HOUSE §8) as GraphQL sees them: a Refusal with its code, an Outage as `UNAVAILABLE`, and
 * anything else as `INTERNAL` with an id that the log explains. Never a stack, never a bug's own message.
 */
export function renderError(error: unknown, options: RenderOptions): GraphQLFormattedError {
  const cause = causeOf(error);
  const place = error instanceof GraphQLError || hasPath(error) ? { path: error.path, locations: error.locations } : {};
  const rendered = (message: string, extensions: Record<string, unknown>): GraphQLFormattedError => ({
    message,
    ...(place.locations ? { locations: place.locations } : {}),
    ...(place.path ? { path: place.path } : {}),
    extensions,
  });
  if (cause instanceof Refusal) {
    log.info({ code: cause.code }, 'refused');
    return rendered(cause.message, { ...codesOf(cause), ...(Object.keys(cause.facts).length > 0 ? { facts: cause.facts } : {}) });
  }
  if (cause instanceof Outage) {
    log.warn({ err: cause.cause, dependency: cause.dependency }, 'a dependency did not answer');
    return rendered('Something we depend on did not answer; try again.', { code: 'UNAVAILABLE' });
  }
  // The library's own: syntax, validation, variables. Their text is about the query alone.
  if (error instanceof GraphQLError && !error.originalError) {
    const code = error.message.includes('tokens. Parsing aborted') ? 'query.too_many_tokens' : 'query.invalid';
    return rendered(options.suggestions ? error.message : error.message.replace(/ Did you mean .*$/s, ''), { code });
  }
  const errorId = newId();
  log.error({ err: cause, errorId }, 'a bug answered a query');
  return rendered('Something went wrong on our side.', { code: 'INTERNAL', errorId });
}

/** Every limit has one code, by which any client can tell that it is to wait; `reason` is ours. */
function codesOf({ code, refusalClass, facts }: Refusal): Record<string, unknown> {
  if (refusalClass !== 'rate-limited') return { code };
  const { retryAfter } = facts;
  return { code: 'RATE_LIMITED', reason: code, ...(typeof retryAfter === 'number' ? { retryAfter } : {}) };
}

/** Errors of one answer: a failed validation carries its errors inside. */
export function flatten(error: unknown): unknown[] {
  const inner = error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? (error.errors as unknown[]) : [];
  return inner.length > 0 ? inner.flatMap(flatten) : [error];
}

function hasPath(error: unknown): error is Pick<GraphQLError, 'path' | 'locations'> {
  return error instanceof Error && 'path' in error && 'locations' in error;
}

function causeOf(error: unknown): unknown {
  let cause = error;
  // A resolver's error is wrapped once by the executor and, compiled, once more.
  for (let depth = 0; depth < 4; depth++) {
    if (cause instanceof Refusal || cause instanceof Outage) return cause;
    if (!(cause instanceof Error) || !('originalError' in cause) || !cause.originalError) return cause;
    cause = cause.originalError;
  }
  return cause;
}
