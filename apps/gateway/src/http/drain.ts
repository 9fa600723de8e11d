import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 32 * 1024 * 1024;
const MOST_MS = 10_000;

/**
 * Reads the rest of a refused body and throws it away: a sender that is still writing must get to the answer, and the
 * next request on this connection must not wait behind bytes that nobody reads. One that goes on for too long is cut off.
 */
export function drain(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let bytes = 0;
  const cut = () => request.socket.destroy();
  const timer = setTimeout(cut, MOST_MS).unref();
  // What read the body before may have left these behind, and a stream with one of them does not flow.
  request.removeAllListeners('readable');
  request.on('error', () => undefined);
  request.on('close', () => clearTimeout(timer));
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) cut();
  });
  request.resume();
}
