/** The answer to one message, serialised once for all sockets that asked the same. */
export interface SharedMessage {
  readonly seq: bigint;
  /** JSON of `{ data, errors? }`. */
  readonly payload: string;
}

/** The graphql-transport-ws frame for one subscriber: only its own operation id differs. */
export function nextFrame(operationId: string, message: SharedMessage): string {
  return `{"id":${JSON.stringify(operationId)},"type":"next","payload":${message.payload}}`;
}
