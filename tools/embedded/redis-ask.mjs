// A few Redis commands without a client library (the launcher runs before the first install).
import { connect } from 'node:net';

/**
 * Sends inline commands (RESP, "Inline commands") over one connection and answers the raw reply of the last; null if
 * the server is not there. `url`: redis://[:password@]host:port.
 */
export function askRedis(url, ...commands) {
  const { hostname, port, password } = new URL(url);
  const lines = [...(password ? [`AUTH ${decodeURIComponent(password)}`] : []), ...commands];
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 6379), timeout: 2_000 });
    let received = '';
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => socket.write(lines.map((line) => `${line}\r\n`).join('')));
    socket.on('data', (chunk) => {
      received += chunk;
      const replies = received.split('\r\n').slice(0, -1);
      if (replies.length >= lines.length) done(replies[lines.length - 1]);
    });
    for (const end of ['error', 'timeout', 'close']) socket.once(end, () => done(null));
  });
}

export const redisAnswers = async (url) => (await askRedis(url, 'PING')) === '+PONG';
