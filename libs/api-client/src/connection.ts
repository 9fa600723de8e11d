export interface Connection {
  /** Origin of the gateway; '' for the page's own. */
  readonly url: string;
  /** Sent with every request, and as the socket's connection parameters: `{ authorization: 'Bearer vdt_…' }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Another fetch than the global one. */
  readonly fetch?: typeof fetch;
  /** A WebSocket class, where there is no global one (Node 20). */
  readonly webSocket?: unknown;
}
