import { Agent, request } from 'node:http';

// fetch opens as many sockets as it has requests under way; a load test needs a bound.
export const connections = (maxSockets) => new Agent({ keepAlive: true, maxSockets });
const shared = connections(64);

/** One POST over kept-alive sockets; answers the status and the whole body. */
export function post(url, headers, body, agent = shared) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(chunks).toString('utf8') }));
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
