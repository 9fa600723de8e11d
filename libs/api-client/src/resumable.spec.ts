import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import { createClient } from './client';
import { AlertChangedDocument } from './generated/graphql';
import type { FeedState } from './subscribe';

const schema = buildSchema(`
  type Query { ok: Boolean }
  type AlertChange { cursor: String! alert: Alert! }
  type Alert { id: ID! }
  type Subscription { alertChanged(after: String): AlertChange! }
`);
const oldest = 3;

/** A gateway that drops the socket after each second message, as a bad day would. */
function unsteadyGateway(): { server: Server; asked: (string | null)[] } {
  const asked: (string | null)[] = [];
  const server = createServer();
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  async function* changes(after: string | null): AsyncGenerator<{ alertChanged: unknown }> {
    asked.push(after);
    if (Number(after) < oldest) throw new GraphQLError('too old', { extensions: { code: 'cursor.expired' } });
    for (let seq = Number(after) + 1; seq <= 9; seq++) {
      yield { alertChanged: { cursor: String(seq), alert: { id: `a${seq}` } } };
      if (seq % 2 === 0) for (const socket of sockets.clients) socket.terminate();
    }
  }
  useServer(
    {
      schema,
      // The documents ask for more than this schema has: what a resolver answers is what this is about.
      validate: () => [],
      subscribe: ({ variableValues }) => {
        const after = (variableValues?.['after'] ?? null) as string | null;
        const source = changes(after);
        return (async function* () {
          try {
            for await (const data of source) yield { data };
          } catch (error) {
            yield { errors: [error as GraphQLError] };
          }
        })();
      },
    },
    sockets,
  );
  return { server, asked };
}

describe('a resumable subscription', () => {
  let gateway: ReturnType<typeof unsteadyGateway>;
  let url: string;
  const feed = { document: AlertChangedDocument, variables: {}, onError: () => undefined };

  beforeEach(async () => {
    gateway = unsteadyGateway();
    await new Promise<void>((resolve) => gateway.server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(gateway.server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise<void>((resolve) => gateway.server.close(() => resolve()).closeAllConnections()));

  it('goes on after its last cursor when the connection breaks: no gap, no repeat', async () => {
    const seen: string[] = [];
    const states: FeedState[] = [];
    await new Promise<void>((resolve) => {
      const stop = createClient({ url, webSocket: WebSocket }).resumable({
        ...feed,
        after: '3',
        cursorOf: ({ alertChanged }) => alertChanged.cursor,
        onNext: ({ alertChanged }) => {
          seen.push(alertChanged.cursor);
          if (alertChanged.cursor === '9') {
            stop();
            resolve();
          }
        },
        onState: (state) => states.push(state),
        onExpired: () => undefined,
      });
    });
    expect(seen).toEqual(['4', '5', '6', '7', '8', '9']);
    expect(gateway.asked).toEqual(['3', '4', '6', '8']);
    expect(states).toContain('reconnecting');
    expect(states.at(-1)).toBe('stopped');
  });

  it('says that its cursor has expired and asks no more', async () => {
    await new Promise<void>((resolve) => {
      createClient({ url, webSocket: WebSocket }).resumable({
        ...feed,
        after: '1',
        cursorOf: ({ alertChanged }) => alertChanged.cursor,
        onNext: () => undefined,
        onExpired: resolve,
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(gateway.asked).toEqual(['1']);
  });
});
