import { accessRevoked } from '@vedette/contracts';
import type { Database, DirectoryDoor } from '@vedette/database';
import type { Clock } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { refuse } from '../refusals';
import { LiveCheck } from './live-check';
import type { Factor } from './factor';
import { draftSession, hashSessionToken, newSession } from './new-session';
import type { NewSession } from './new-session';
import { isOpaqueToken, looksLikeJwt } from './opaque-token';
import { actorOfSeat } from './seat';
import type { SeatRow } from './seat';

export interface Purged {
  readonly sessions: number;
  readonly artefacts: number;
  readonly devices: number;
}

/** As many of each as `directory.purge` takes, and how often an hour: a transaction stays short. */
const PURGED_AT_ONCE = 10_000;
const MOST_ROUNDS = 50;

/** Sessions of people: 256 random bits in a cookie, a hash in the directory, an end by idleness and one for good. */
export class Sessions {
  private readonly liveCheck: LiveCheck;

  constructor(private readonly deps: { readonly directory: DirectoryDoor; readonly database: Database; readonly clock: Clock }) {
    this.liveCheck = new LiveCheck(deps);
  }

  /**
   * Who a cookie stands for, as of now: role, membership and tenant are read anew each time. Being asked counts as
   * activity.
   * @throws Refusal `auth.unauthenticated` (none, unknown, ended, revoked), `auth.jwt_refused`
   */
  async authenticate(cookieValue: string): Promise<Actor> {
    // In this order: one in 262,144 of our own tokens begins as a JWT does, but none has a dot.
    if (!isOpaqueToken(cookieValue)) throw refuse(looksLikeJwt(cookieValue) ? 'auth.jwt_refused' : 'auth.unauthenticated');
    const { directory, clock } = this.deps;
    const [seat] = await directory.call<SeatRow>('session_by_hash', hashSessionToken(cookieValue), clock.date());
    if (!seat) throw refuse('auth.unauthenticated');
    return actorOfSeat(seat, clock.now());
  }

  /** For sockets: whether this session or key still gives access. Reads only, so that an open page is not activity. */
  isLive(actor: Actor): Promise<boolean> {
    return this.liveCheck.isLive(actor);
  }

  /**
   * A new token for the same session, when what it may do has changed; the old one is dead at once, its sockets too.
   * @param proven by what the person has just proven themselves; without, they have not
   * @throws Refusal `auth.unauthenticated` when it has ended meanwhile, or the actor has no session
   */
  async rotate(actor: Actor, proven: readonly Factor[] = []): Promise<NewSession> {
    const { directory, database, clock } = this.deps;
    const { sessionId } = actor;
    if (!sessionId) throw refuse('auth.unauthenticated');
    const draft = draftSession(clock);
    return database.tenant(actor, async (tx) => {
      const [seat] = await directory.call<SeatRow>('rotate_session', sessionId, draft.id, draft.hash, draft.at, proven);
      if (!seat) throw refuse('auth.unauthenticated');
      tx.announce(accessRevoked, { sessionId });
      return newSession(draft, seat);
    });
  }

  /**
   * Removes what ended over a day ago, and browsers that were not seen for 13 months: run it hourly.
   * @returns what is gone; nothing while another process is at it
   */
  async purge(): Promise<Purged> {
    const { directory, clock } = this.deps;
    const all = { sessions: 0, artefacts: 0, devices: 0 };
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const [gone] = await directory.call<Record<keyof Purged, string>>('purge', clock.date());
      const counts = { sessions: Number(gone?.sessions ?? 0), artefacts: Number(gone?.artefacts ?? 0), devices: Number(gone?.devices ?? 0) };
      all.sessions += counts.sessions;
      all.artefacts += counts.artefacts;
      all.devices += counts.devices;
      if (Math.max(...Object.values(counts)) < PURGED_AT_ONCE) break;
    }
    return all;
  }
}
