import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { ApiError } from './api-error';
import type { Connection } from './connection';
import { backoffMs, subscribe } from './subscribe';
import type { FeedState } from './subscribe';

/** A subscription whose messages carry cursors and which takes `after`. */
export interface Resumable<Result, Variables extends { after?: string | null }> {
  readonly document: TypedDocumentNode<Result, Variables>;
  readonly variables: Omit<Variables, 'after'>;
  /** Where to begin: a page's `liveCursor`, or the last cursor seen. Null begins now. */
  readonly after: string | null;
  cursorOf(result: Result): string;
  onNext(result: Result): void;
  onState?(state: FeedState): void;
  /** The cursor is older than what the gateway keeps: read the list again and begin from there. */
  onExpired(): void;
  /** Refused for good: signed out, or not allowed. */
  onError(error: ApiError): void;
}

/** Refusals that time does not heal. Anything else is tried again. */
const final = /^(auth|key|permission|query)\./;

/** Every message in order, without gap or repeat over lost connections, until the answered function is called. */
export function resumable<Result, Variables extends { after?: string | null }>(connection: Connection, feed: Resumable<Result, Variables>): () => void {
  let cursor = feed.after;
  let stopped = false;
  let failures = 0;
  let stopOne = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (state: FeedState) => stopped || feed.onState?.(state);
  const again = () => {
    tell('reconnecting');
    timer = setTimeout(listen, backoffMs(failures++));
  };
  const finish = (last: () => void) => {
    if (stopped) return;
    tell('stopped');
    stopped = true;
    clearTimeout(timer);
    stopOne();
    last();
  };
  const listen = () => {
    if (stopped) return;
    stopOne = subscribe<Result, Variables>(connection, feed.document, () => ({ ...feed.variables, after: cursor }) as Variables, {
      onNext: (result) => {
        const reached = feed.cursorOf(result);
        if (stopped || reached === cursor) return;
        cursor = reached;
        failures = 0;
        feed.onNext(result);
      },
      onError: (error) => {
        if (error.code === 'cursor.expired') finish(() => feed.onExpired());
        else if (final.test(error.code)) finish(() => feed.onError(error));
        else if (!stopped) again();
      },
      onComplete: () => stopped || again(),
      onState: (state) => state !== 'stopped' && tell(state),
    });
  };
  listen();
  return () => finish(() => undefined);
}
