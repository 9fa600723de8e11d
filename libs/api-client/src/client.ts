import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Connection } from './connection';
import { request } from './request';
import { resumable } from './resumable';
import type { Resumable } from './resumable';
import { subscribe } from './subscribe';
import type { Listener } from './subscribe';

export interface Client {
  /** @throws ApiError */
  request<Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables, signal?: AbortSignal): Promise<Result>;
  /** Listens over lost connections; what was sent meanwhile is lost. Answers how to stop. */
  subscribe<Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables, listener: Listener<Result>): () => void;
  /** Listens over lost connections and misses nothing. Answers how to stop. */
  resumable<Result, Variables extends { after?: string | null }>(feed: Resumable<Result, Variables>): () => void;
}

/** @example createClient({ url: 'https://vedette.example', headers: { authorization: `Bearer ${key}` } }) */
export function createClient(connection: Partial<Connection> = {}): Client {
  const whole: Connection = { url: '', ...connection };
  return {
    request: (document, variables, signal) => request(whole, document, variables, signal),
    subscribe: (document, variables, listener) => subscribe(whole, document, () => variables, listener),
    resumable: (feed) => resumable(whole, feed),
  };
}
