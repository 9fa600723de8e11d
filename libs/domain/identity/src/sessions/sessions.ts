import type { DirectoryDoor } from '@vedette/database';
import { dateFrom } from '@vedette/kernel';
import type { Clock, TenantId, Uuid } from '@vedette/kernel';
import { Actor } from '../actor/actor';
import { permissionsOf } from '../actor/permissions';
import { refuse } from '../refusals';
import { LiveCheck } from './live-check';
import { draftSession, hashSessionToken } from './new-session';
import type { NewSession } from './new-session';
import { isOpaqueToken, looksLikeJwt } from './opaque-token';
import { sessionIdleMs } from './session-lifetime';

interface SessionRow {
  session_id: Uuid;
  account_id: Uuid;
  email: string;
  tenant_id: TenantId;
  tenant_name: string;
  role: string;
  role_permissions: string[] | null;
  ends_at: Date;
}

/** Sessions of people: 256 random bits in a cookie, a hash in the directory, an end by idleness and one for good. */
export class Sessions {
  private readonly liveCheck: LiveCheck;

  constructor(private readonly deps: { readonly directory: DirectoryDoor; readonly clock: Clock }) {
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
    const [row] = await directory.call<SessionRow>(
      'session_by_hash',
      hashSessionToken(cookieValue),
      clock.date(),
      dateFrom(clock.now() + sessionIdleMs),
    );
    if (!row) throw refuse('auth.unauthenticated');
    return Actor.of({
      tenantId: row.tenant_id,
      tenantName: row.tenant_name,
      principal: `account:${row.account_id}`,
      permissions: permissionsOf(row.role, row.role_permissions),
      role: row.role,
      sessionId: row.session_id,
      accountEmail: row.email,
      expiresAt: row.ends_at.getTime(),
    });
  }

  /** For sockets: whether this session or key still gives access. Reads only, so that an open page is not activity. */
  isLive(actor: Actor): Promise<boolean> {
    return this.liveCheck.isLive(actor);
  }

  /**
   * A new token for the same session, when what it may do has changed; the old one is dead at once.
   * @throws Refusal `auth.unauthenticated` when it has ended meanwhile, or the actor has no session
   */
  async rotate(actor: Actor): Promise<NewSession> {
    const { directory, clock } = this.deps;
    if (!actor.sessionId) throw refuse('auth.unauthenticated');
    const draft = draftSession(clock);
    const [row] = await directory.call<{ ends_at: Date; expires_at: Date }>(
      'rotate_session',
      actor.sessionId,
      draft.id,
      draft.hash,
      draft.at,
      draft.idleExpiresAt,
    );
    if (!row) throw refuse('auth.unauthenticated');
    const rotated = Actor.of({ ...actor, sessionId: draft.id, expiresAt: row.ends_at.getTime() });
    return { cookieValue: draft.token, actor: rotated, expiresAt: row.expires_at.getTime() };
  }

  /** Removes what ended over a day ago: run it hourly. */
  async purge(): Promise<{ sessions: number; artefacts: number }> {
    const [gone] = await this.deps.directory.call<{ sessions: string; artefacts: string }>('purge', this.deps.clock.date());
    return { sessions: Number(gone?.sessions ?? 0), artefacts: Number(gone?.artefacts ?? 0) };
  }
}
