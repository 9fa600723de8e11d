import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { isLoopback } from '@vedette/config';
import type { Clock } from '@vedette/kernel';
import { logger } from '@vedette/telemetry';
import type { Intake } from '../../ingest/intake';
import { ConnectionCount } from './connection-count';
import { Seldom } from './seldom';
import { SyslogConnection } from './syslog-connection';

export interface SyslogConfig {
  readonly VEDETTE_MODE: 'development' | 'production';
  readonly SYSLOG_HOST: string;
  readonly SYSLOG_PORT?: number;
  readonly SYSLOG_TLS_PORT?: number;
  /** Paths of PEM files. */
  readonly SYSLOG_TLS_CERT?: string;
  readonly SYSLOG_TLS_KEY?: string;
}

export interface SyslogListener {
  /** Senders are told, what is under way is stored, and then all is closed. */
  close(): Promise<void>;
}

const MOST_CONNECTIONS = { perAddress: 256, inAll: 1_000 } as const;
const HANDSHAKE_MS = 10_000;
/** A sender reads that we leave and stops writing. */
const LEAVE_MS = 1_000;
const DRAIN_MS = 5_000;
const SAY_EVERY_MS = 10_000;
const log = logger('syslog');

/**
 * Syslog over TCP (RFC 6587) and TLS (RFC 5425), as configured; nothing listens without a port.
 * @throws Error for a port in use, an unreadable certificate, or keys that would travel in clear
 */
export async function startSyslog(config: SyslogConfig, deps: { readonly intake: Intake; readonly clock: Clock }): Promise<SyslogListener> {
  const { SYSLOG_HOST: host, SYSLOG_PORT: port, SYSLOG_TLS_PORT: tlsPort } = config;
  if (port !== undefined && config.VEDETTE_MODE === 'production' && !isLoopback(host)) {
    throw new Error('SYSLOG_PORT is plain TCP and SYSLOG_HOST is not loopback: keys would travel in clear; use SYSLOG_TLS_PORT');
  }
  const door = new SyslogDoor(deps);
  try {
    if (port !== undefined) await door.open(createServer(), 'connection', host, port);
    if (tlsPort !== undefined) await door.open(tlsServer(config), 'secureConnection', host, tlsPort);
  } catch (error) {
    await door.close();
    throw error;
  }
  return door;
}

function tlsServer({ SYSLOG_TLS_CERT: cert, SYSLOG_TLS_KEY: key }: SyslogConfig): Server {
  if (cert === undefined || key === undefined) throw new Error('SYSLOG_TLS_PORT needs SYSLOG_TLS_CERT and SYSLOG_TLS_KEY');
  return createTlsServer({ cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS });
}

class SyslogDoor implements SyslogListener {
  private readonly servers: Server[] = [];
  private readonly connections = new Map<SyslogConnection, Promise<void>>();
  private readonly count = new ConnectionCount(MOST_CONNECTIONS);
  private readonly crowds: Seldom;
  private readonly refusals: Seldom;

  constructor(private readonly deps: { readonly intake: Intake; readonly clock: Clock }) {
    this.crowds = new Seldom(deps.clock, SAY_EVERY_MS);
    this.refusals = new Seldom(deps.clock, SAY_EVERY_MS);
  }

  async open(server: Server, ready: 'connection' | 'secureConnection', host: string, port: number): Promise<void> {
    // Counted before TLS begins: a handshake costs more than all that follows.
    server.on('connection', (socket: Socket) => this.enter(socket));
    server.on(ready, (socket: Socket) => this.serve(socket));
    server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        server.on('error', (err) => log.error({ err }, 'the syslog listener failed'));
        resolve();
      });
    });
    this.servers.push(server);
    log.info({ host, port, tls: ready === 'secureConnection' }, 'syslog listens');
  }

  async close(): Promise<void> {
    const closed = this.servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const connection of this.connections.keys()) connection.leave();
    await within(LEAVE_MS, this.idle());
    for (const connection of this.connections.keys()) connection.finish();
    await within(DRAIN_MS, this.idle());
    for (const connection of this.connections.keys()) connection.abandon();
    await within(LEAVE_MS, Promise.all([this.idle(), ...closed]));
  }

  private enter(socket: Socket): void {
    socket.on('error', () => undefined);
    const leave = this.count.enter(socket.remoteAddress);
    if (leave) {
      socket.once('close', leave);
      return;
    }
    this.crowds.say((unsaid) => log.warn({ address: socket.remoteAddress, unsaid }, 'a syslog connection too many was closed'));
    socket.destroy();
  }

  private serve(socket: Socket): void {
    if (socket.destroyed) return;
    socket.on('error', () => undefined);
    const connection = new SyslogConnection(socket, { intake: this.deps.intake, refusals: this.refusals });
    this.connections.set(connection, connection.run().finally(() => this.connections.delete(connection)));
  }

  private async idle(): Promise<void> {
    await Promise.all(this.connections.values());
  }
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work, late]);
  clearTimeout(timer);
}
