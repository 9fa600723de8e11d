import type { DirectoryDoor } from '@vedette/database';
import { newId } from '@vedette/kernel';
import type { Clock, TenantId, Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import type { Factor } from './factor';
import { hashOpaqueToken, newOpaqueToken } from './opaque-token';
import { actorOfSeat } from './seat';
import type { SeatRow } from './seat';
import { storedVisit } from './visit';
import type { Visit } from './visit';

/** The only time the cookie's value is known: it is stored as a hash. */
export interface NewSession {
  readonly cookieValue: string;
  readonly actor: Actor;
  /** Milliseconds since the epoch: 24 hours from now or what the tenant's policy says, whatever happens. Idleness ends it sooner. */
  readonly expiresAt: number;
  /** The value of the device's own cookie from now on. */
  readonly deviceToken?: string;
}

/** A session that is not stored yet: always a new id and a new token, so that none can be fixed beforehand. */
export interface DraftSession {
  readonly id: Uuid;
  readonly token: string;
  readonly hash: Buffer;
  readonly at: Date;
}

/** What a session is opened with, as `directory.open_session` reads it. */
export type SessionFacts = {
  readonly factors?: readonly Factor[];
  readonly userAgent?: string;
  readonly address?: string;
  readonly deviceId?: Uuid;
  /** The one that was just proven: a password that was changed since opens nothing. */
  readonly passwordHash?: string;
  /** A session of the same account: what was proven there counts here too, and this one ends no later. */
  readonly from?: Uuid;
  /** ISO 8601. */
  readonly until?: string;
  readonly supportGrantId?: Uuid;
};

export function hashSessionToken(token: string): Buffer {
  return hashOpaqueToken('session', token);
}

export function draftSession(clock: Clock): DraftSession {
  const token = newOpaqueToken();
  return { id: newId(clock.now()), token, hash: hashSessionToken(token), at: clock.date() };
}

export function factsOf(factors: readonly Factor[], visit: Visit, proof: Pick<SessionFacts, 'passwordHash'> = {}): SessionFacts {
  return { factors, ...storedVisit(visit), ...proof };
}

/** @returns undefined when the account may not work in this tenant */
export async function openSession(
  directory: DirectoryDoor,
  draft: DraftSession,
  accountId: Uuid,
  tenantId: TenantId,
  facts: SessionFacts,
): Promise<NewSession | undefined> {
  const [seat] = await directory.call<SeatRow>('open_session', draft.id, draft.hash, accountId, tenantId, draft.at, facts);
  return seat && newSession(draft, seat);
}

export function newSession(draft: DraftSession, seat: SeatRow): NewSession {
  return { cookieValue: draft.token, actor: actorOfSeat(seat, draft.at.getTime()), expiresAt: seat.expires_at.getTime() };
}
