// Is a Postgres ready? Asked in its own protocol, so that the launcher needs no client library.
import { connect } from 'node:net';

/**
 * Sends a startup message (protocol 3.0) and reads the first answer: 'R' asks for a password, so the server takes
 * connections; 'E' while it starts or recovers (57P03). Anything else, or silence, is "not yet".
 */
export function postgresAnswers(port, host = '127.0.0.1', timeoutMs = 1_000) {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: timeoutMs });
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => socket.write(startupMessage({ user: 'postgres', database: 'postgres' })));
    socket.once('data', (chunk) => done(chunk[0] === 0x52));
    socket.once('error', () => done(false));
    socket.once('timeout', () => done(false));
    socket.once('close', () => done(false));
  });
}

/** PostgreSQL documentation, "Message Formats", StartupMessage: length, version 196608, key-value pairs, zero byte. */
export function startupMessage(parameters) {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => [name, value]);
  const body = Buffer.from(`${pairs.join('\0')}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, body]);
}
