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

  /** Removes what ended over a day ago: run it hourly. */
  async purge(): Promise<{ sessions: number; artefacts: number }> {
    const [gone] = await this.deps.directory.call<{ sessions: string; artefacts: string }>('purge', this.deps.clock.date());
    return { sessions: Number(gone?.sessions ?? 0), artefacts: Number(gone?.artefacts ?? 0) };
  }
}
