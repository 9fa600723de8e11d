import { accessRevoked } from '@vedette/contracts';
import type { Actor, Sessions } from '@vedette/identity';
import type { TenantId } from '@vedette/kernel';
import type { Clock } from '@vedette/kernel';
import type { TopicMessage } from '@vedette/pubsub';
import { logger } from '@vedette/telemetry';

const log = logger('subscriptions');
const CHECK_MS = 1_000;

export interface RegisteredSocket {
  readonly actor: Actor;
  close(code: number, reason: string): void;
}

export interface SocketRegistryDeps {
  readonly sessions: Pick<Sessions, 'isLive'>;
  readonly clock: Clock;
  readonly perPrincipal: number;
}

/** Every open socket under who it speaks for: closed the moment that access ends, and asked after every second. */
export class SocketRegistry {
  private readonly sockets = new Set<RegisteredSocket>();
  private readonly timer: NodeJS.Timeout;
  private checking = false;

  constructor(private readonly deps: SocketRegistryDeps) {
    this.timer = setInterval(() => void this.checkAll(), CHECK_MS);
    this.timer.unref();
  }

  /** @returns false when this principal holds as many as it may */
  add(socket: RegisteredSocket): boolean {
    const same = [...this.sockets].filter(({ actor }) => actor.principal === socket.actor.principal && actor.tenantId === socket.actor.tenantId);
    if (same.length >= this.deps.perPrincipal) return false;
    this.sockets.add(socket);
    return true;
  }

  remove(socket: RegisteredSocket): void {
    this.sockets.delete(socket);
  }

  hear(tenantId: TenantId, message: TopicMessage): void {
    if (message.topic !== accessRevoked.name) return;
    const { sessionId, apiKeyId, accountId } = accessRevoked.schema.parse(message.ids);
    const ofTenant = [...this.sockets].filter(({ actor }) => actor.tenantId === tenantId);
    // A key's socket does not say whose key it is, and a new role may still allow what a socket does: so they are asked.
    if (accountId) void this.check(ofTenant);
    for (const socket of ofTenant) {
      const { actor } = socket;
      if ((sessionId && actor.sessionId === sessionId) || (apiKeyId && actor.apiKeyId === apiKeyId)) this.end(socket);
    }
  }

  close(): void {
    clearInterval(this.timer);
    for (const socket of [...this.sockets]) socket.close(1001, 'going away');
  }

  private async checkAll(): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    await this.check([...this.sockets]);
    this.checking = false;
  }

  private async check(sockets: readonly RegisteredSocket[]): Promise<void> {
    try {
      await Promise.all(
        sockets.map(async (socket) => {
          if (!(await this.deps.sessions.isLive(socket.actor))) this.end(socket);
        }),
      );
    } catch (err) {
      // The database that cannot tell cannot be read through these sockets either.
      log.warn({ err }, 'could not ask whether sockets still have access');
    }
  }

  private end(socket: RegisteredSocket): void {
    const expired = socket.actor.expiresAt <= this.deps.clock.now();
    socket.close(expired ? 4401 : 4403, expired ? 'access has expired' : 'access was revoked');
    this.sockets.delete(socket);
  }
}
