import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from 'graphql-ws';
import { handleProtocols } from 'graphql-ws';
import { logger } from '@vedette/telemetry';
import type { RawData, WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { Authenticator } from '../auth/authenticator';
import { isForeign } from '../auth/same-site';
import { SocketOutbox } from './socket-outbox';
import { socketLimits } from './socket-server';
import type { SocketState } from './socket-server';

export interface UpgradeDeps {
  readonly origin: string;
  readonly authenticator: Authenticator;
  readonly peerOf: (request: IncomingMessage) => string;
  readonly server: Server<SocketState>;
}

const log = logger('subscriptions');
const PING_MS = 15_000;

/**
 * `GET /graphql` as a WebSocket. A browser shows its cookie and its Origin here, and the Origin must be exactly ours: a
 * page elsewhere can open sockets with our cookie, which is what a cross-site WebSocket hijack is.
 */
export function acceptUpgrades(http: HttpServer, deps: UpgradeDeps): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: socketLimits.maxPayload, handleProtocols, perMessageDeflate: false });
  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    void (async () => {
      if ((request.url ?? '').split('?', 1)[0] !== '/graphql') return refuseUpgrade(stream, '404 Not Found');
      const { cookie, origin } = request.headers;
      if (isForeign(request.headers, deps.origin)) return refuseUpgrade(stream, '403 Forbidden');
      // Without an Origin it is a program: it has no business with a cookie, and a key comes in connection_init.
      const address = deps.peerOf(request);
      const actor = origin === undefined ? null : await deps.authenticator.authenticate({ cookie, address });
      sockets.handleUpgrade(request, stream, head, (socket) => carry(socket, { actor, address, outbox: new SocketOutbox(socket), onClose: [] }, deps));
    })().catch((err: unknown) => {
      log.warn({ err }, 'an upgrade failed');
      refuseUpgrade(stream, '503 Service Unavailable');
    });
  });
  return {
    close: async () => {
      for (const socket of sockets.clients) socket.close(1001, 'going away');
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}

function refuseUpgrade(stream: Duplex, status: string): void {
  if (stream.destroyed) return;
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function carry(socket: WebSocket, state: SocketState, { server }: UpgradeDeps): void {
  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (frame) => state.outbox.push(frame),
      close: (code = 1000, reason = '') => state.outbox.close(code, reason),
      onMessage: (take) =>
        socket.on('message', (message: RawData) => {
          void take(String(message)).catch((err: unknown) => {
            log.error({ err }, 'a bug ended a socket');
            state.outbox.close(1011, 'something went wrong on our side');
          });
        }),
    },
    state,
  );
  const stopPinging = keepAlive(socket);
  socket.on('error', (err) => log.info({ err }, 'a socket broke'));
  socket.once('close', (code, reason) => {
    stopPinging();
    void closed(code, String(reason));
  });
}

/** A peer that has gone without a word is noticed, and what it holds is let go. */
function keepAlive(socket: WebSocket): () => void {
  let answered = true;
  socket.on('pong', () => (answered = true));
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_MS);
  timer.unref();
  return () => clearInterval(timer);
}
