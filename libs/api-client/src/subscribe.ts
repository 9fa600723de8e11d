import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import type { Client as Socket } from 'graphql-ws';
import { ApiError, apiErrorOf } from './api-error';
import type { AnsweredError } from './api-error';
import type { Connection } from './connection';

/** `reconnecting`: the connection was lost and is being tried again. */
export type FeedState = 'connecting' | 'live' | 'reconnecting' | 'stopped';

export interface Listener<Result> {
  onNext(result: Result): void;
  /** The subscription has ended for good, refused by the gateway. */
  onError(error: ApiError): void;
  /** The gateway has ended it without an error. */
  onComplete?(): void;
  onState?(state: FeedState): void;
}

const SHORTEST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
const SILENCE_MS = 12_000;

/** Half to whole of an exponential wait, so that a thousand consoles do not knock at once. Milliseconds. */
export function backoffMs(failures: number, random = Math.random()): number {
  return Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** failures) * (0.5 + random / 2);
}

/**
 * Listens until the answered function is called, over lost connections. `variables` is asked anew at each connection,
 * so a caller can go on where it stopped.
 */
export function subscribe<Result, Variables>(
  connection: Connection,
  document: TypedDocumentNode<Result, Variables>,
  variables: () => Variables,
  listener: Listener<Result>,
): () => void {
  let ended = false;
  const socket = openSocket(connection, (state) => ended || listener.onState?.(state));
  const end = (tell: () => void) => {
    if (ended) return;
    ended = true;
    tell();
    listener.onState?.('stopped');
    void socket.dispose();
  };
  socket.subscribe<Result>(
    {
      query: print(document),
      // A getter: the message is serialised again at each reconnection.
      get variables() {
        return variables() as Record<string, unknown>;
      },
    },
    {
      next: ({ data, errors }) => {
        const [first] = errors ?? [];
        if (first) end(() => listener.onError(apiErrorOf(first)));
        else if (data && !ended) listener.onNext(data);
      },
      error: (problem) => end(() => listener.onError(errorOf(problem))),
      complete: () => end(() => listener.onComplete?.()),
    },
  );
  return () => end(() => undefined);
}

function openSocket(connection: Connection, onState: (state: FeedState) => void): Socket {
  let silence: ReturnType<typeof setTimeout> | undefined;
  let stable: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const socket = createClient({
    url: `${(connection.url || pageOrigin()).replace(/^http/, 'ws')}/graphql`,
    connectionParams: { ...connection.headers },
    webSocketImpl: connection.webSocket,
    retryAttempts: Number.MAX_SAFE_INTEGER,
    shouldRetry: () => true,
    // The library's own count forgets at each connection; a gateway that accepts and drops would be hammered.
    retryWait: () => new Promise((resolve) => setTimeout(resolve, backoffMs(failures++))),
    keepAlive: SILENCE_MS,
    on: {
      connecting: (isRetry) => onState(isRetry ? 'reconnecting' : 'connecting'),
      connected: () => {
        onState('live');
        stable = setTimeout(() => (failures = 0), SILENCE_MS);
      },
      closed: () => {
        clearTimeout(silence);
        clearTimeout(stable);
        onState('reconnecting');
      },
      // A sleeping laptop's socket looks open for minutes: no answer to our ping means it is gone.
      ping: (received) => {
        if (!received) silence = setTimeout(() => socket.terminate(), SILENCE_MS / 2);
      },
      pong: () => clearTimeout(silence),
    },
  });
  return socket;
}

/** '' where there is no page: the caller must then name the gateway. */
function pageOrigin(): string {
  const { location } = globalThis as { location?: { origin: string } };
  return location?.origin ?? '';
}

function errorOf(problem: unknown): ApiError {
  if (Array.isArray(problem) && problem.length > 0) return apiErrorOf(problem[0] as AnsweredError);
  // A close code of the 44xx kind: the gateway does not want this connection at all.
  const { code, reason } = (typeof problem === 'object' && problem !== null ? problem : {}) as { code?: unknown; reason?: unknown };
  if (code === 4401 || code === 4403) return new ApiError('auth.unauthenticated', 'Your session has ended. Sign in again.');
  return new ApiError('network.refused', `Live updates were refused${reason ? `: ${String(reason)}` : '.'}`, { code });
}
