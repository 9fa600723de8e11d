import type { DirectoryDoor } from '@vedette/database';
import type { Clock } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import type { Permission } from '../actor/permissions';
import { seatPermissions } from './seat';
import type { SeatRow } from './seat';

interface Asked {
  readonly actor: Actor;
  resolve(live: boolean): void;
  reject(error: unknown): void;
}

/**
 * Whether accesses still hold, and hold as much as when they were opened. Every open socket asks each second; those that ask in the same turn of the event loop
 * share one statement.
 */
export class LiveCheck {
  private asked: Asked[] = [];

  constructor(private readonly deps: { readonly directory: DirectoryDoor; readonly clock: Clock }) {}

  isLive(actor: Actor): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (this.asked.length === 0) setImmediate(() => void this.answer());
      this.asked.push({ actor, resolve, reject });
    });
  }

  private async answer(): Promise<void> {
    const asked = this.asked;
    this.asked = [];
    try {
      const live = await this.held(asked.map(({ actor }) => actor));
      for (const { actor, resolve } of asked) resolve(holds(actor, live));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  /** What each session or key that gives access allows now, by its id. */
  private async held(actors: readonly Actor[]): Promise<ReadonlyMap<string, ReadonlySet<Permission>>> {
    const { directory, clock } = this.deps;
    const sessions = actors.flatMap(({ sessionId }) => sessionId ?? []);
    const keys = actors.filter(({ sessionId, apiKeyId }) => !sessionId && apiKeyId);
    const rows = await directory.call<Pick<SeatRow, 'role' | 'role_permissions' | 'mfa_required' | 'factors'> & { id: string }>(
      'live_among',
      sessions,
      keys.map(({ apiKeyId }) => apiKeyId ?? ''),
      keys.map(({ tenantId }) => tenantId),
      clock.date(),
    );
    return new Map(rows.map((row) => [row.id, seatPermissions(row)]));
  }
}

/** A socket acts on the permissions it was opened with, so it ends when the role no longer holds one of them. */
function holds(actor: Actor, live: ReadonlyMap<string, ReadonlySet<Permission>>): boolean {
  const held = live.get(actor.sessionId ?? actor.apiKeyId ?? '');
  return held !== undefined && [...actor.permissions].every((permission) => held.has(permission));
}
