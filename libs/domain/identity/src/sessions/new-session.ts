import type { DirectoryDoor } from '@vedette/database';
import { dateFrom, newId } from '@vedette/kernel';
import type { Clock, TenantId, Uuid } from '@vedette/kernel';
import { Actor } from '../actor/actor';
import { permissionsOf } from '../actor/permissions';
import { hashOpaqueToken, newOpaqueToken } from './opaque-token';
import { sessionAbsoluteMs, sessionIdleMs } from './session-lifetime';

/** The only time the cookie's value is known: it is stored as a hash. */
export interface NewSession {
  readonly cookieValue: string;
  readonly actor: Actor;
  /** Milliseconds since the epoch: 24 hours from now, whatever happens. An idle hour ends it sooner. */
  readonly expiresAt: number;
}

/** A session that is not stored yet: always a new id and a new token, so that none can be fixed beforehand. */
export interface DraftSession {
  readonly id: Uuid;
  readonly token: string;
  readonly hash: Buffer;
  readonly at: Date;
  readonly idleExpiresAt: Date;
  readonly expiresAt: Date;
}

/** What the directory says of the account that a session was opened for. */
export interface OpenedRow {
  email: string;
  tenant_name: string;
  role: string;
  /** Of a role of the tenant's own. */
  role_permissions?: string[] | null;
}

export function hashSessionToken(token: string): Buffer {
  return hashOpaqueToken('session', token);
}

export function draftSession(clock: Clock): DraftSession {
  const token = newOpaqueToken();
  const now = clock.now();
  return {
    id: newId(now),
    token,
    hash: hashSessionToken(token),
    at: dateFrom(now),
    idleExpiresAt: dateFrom(now + sessionIdleMs),
    expiresAt: dateFrom(now + sessionAbsoluteMs),
  };
}

/** @returns undefined when the account may not work in this tenant */
export async function openSession(
  directory: DirectoryDoor,
  draft: DraftSession,
  accountId: Uuid,
  tenantId: TenantId,
): Promise<OpenedRow | undefined> {
  const { id, hash, at, idleExpiresAt, expiresAt } = draft;
  const [row] = await directory.call<OpenedRow>('open_session', id, hash, accountId, tenantId, at, idleExpiresAt, expiresAt);
  return row;
}

export function newSession(draft: DraftSession, accountId: Uuid, tenantId: TenantId, opened: OpenedRow): NewSession {
  const actor = Actor.of({
    tenantId,
    tenantName: opened.tenant_name,
    principal: `account:${accountId}`,
    permissions: permissionsOf(opened.role, opened.role_permissions),
    role: opened.role,
    sessionId: draft.id,
    accountEmail: opened.email,
    expiresAt: draft.idleExpiresAt.getTime(),
  });
  return { cookieValue: draft.token, actor, expiresAt: draft.expiresAt.getTime() };
}
