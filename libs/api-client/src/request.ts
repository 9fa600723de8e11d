import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { ApiError, apiErrorOf } from './api-error';
import type { AnsweredError } from './api-error';
import type { Connection } from './connection';

interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly AnsweredError[];
  /** Of a refusal before GraphQL: a key that is none, a foreign page. */
  readonly code?: string;
  readonly message?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** @throws ApiError */
export async function request<Result, Variables>(
  connection: Connection,
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const send = connection.fetch ?? globalThis.fetch;
  const answer = await send(`${connection.url}/graphql`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'content-type': 'application/json',
      // A header that no form can send: the gateway refuses cross-site posts without it.
      'vedette-client': 'api-client',
      ...connection.headers,
    },
    body: JSON.stringify({ query: print(document), variables }),
    signal: signal ?? null,
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError('network.unreachable', 'Vedette cannot be reached. Check your connection and try again.', { cause: String(cause) });
  });
  return resultOf(await parse<Result>(answer));
}

async function parse<Result>(answer: Response): Promise<Answer<Result>> {
  try {
    return (await answer.json()) as Answer<Result>;
  } catch {
    throw new ApiError('network.unreadable', `Vedette answered ${answer.status} without a readable body. Try again in a moment.`);
  }
}

function resultOf<Result>({ data, errors, code, message, facts }: Answer<Result>): Result {
  if (typeof code === 'string') throw new ApiError(code, message ?? 'Vedette refused this.', facts);
  const [first] = errors ?? [];
  if (first) throw apiErrorOf(first);
  if (!data) throw new ApiError('network.unreadable', 'Vedette answered without data. Try again in a moment.');
  return data;
}
