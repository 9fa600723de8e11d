import { newId } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import { readEmailAddress } from '../accounts/email-address';
import type { Actor } from '../actor/actor';
import { hashArtefact } from '../one-time/one-time-artefacts';
import type { BreachedPasswords } from '../passwords/breached-passwords';
import { PasswordHasher } from '../passwords/password-hasher';
import { checkNewPassword } from '../passwords/password-policy';
import { refuse } from '../refusals';
import { draftSession, factsOf, newSession } from '../sessions/new-session';
import type { NewSession } from '../sessions/new-session';
import type { SeatRow } from '../sessions/seat';
import type { Visit } from '../sessions/visit';
import { noteDevice } from '../own-account/note-device';
import { isOpaqueToken } from '../sessions/opaque-token';
import { recordChange } from './member-changes';
import type { MembersDeps } from './members';
import { roleName } from './role-names';
import { grantOf } from './standing';

export interface InvitationDoorDeps extends MembersDeps {
  readonly breached?: BreachedPasswords;
  readonly hasher?: PasswordHasher;
}

/** What the letter's holder sees before accepting. */
export interface InvitationGlance {
  readonly organisation: string;
  readonly email: string;
  readonly roleName: string;
  readonly expiresAt: Date;
  /** They sign in to accept; without an account they choose a password. */
  readonly hasAccount: boolean;
}

interface GlanceRow {
  tenant_id: TenantId;
  tenant_name: string;
  email: string;
  email_key: string;
  role: string;
  role_name: string;
  expires_at: Date;
  has_account: boolean;
}

type AcceptedRow = SeatRow & { joined: boolean };

/** The side of the one who was invited: they are in no tenant here, and hold nothing but the letter's token. */
export class InvitationDoor {
  private readonly hasher: PasswordHasher;

  constructor(private readonly deps: InvitationDoorDeps) {
    this.hasher = deps.hasher ?? new PasswordHasher();
  }

  /** @throws Refusal `token.invalid`: wrong, used, late, or taken back; which of them is not said */
  async look(token: string): Promise<InvitationGlance> {
    const row = await this.find(token);
    const shown = roleName(row.role, row.role === 'custom' ? row.role_name : null);
    return { organisation: row.tenant_name, email: row.email, roleName: shown, expiresAt: row.expires_at, hasAccount: row.has_account };
  }

  /**
   * Makes a member and opens a session in the tenant. Of any number at once, one is let in.
   * @param by whoever is signed in, or who they want to be: a password makes an account for an address that has none
   * @throws Refusal `token.invalid`, `invitation.other_address`, `invitation.sign_in`, `password.*`, `auth.busy`; then the
   * invitation is as good as before
   */
  async accept(token: string, by: { readonly actor: Actor | null; readonly password?: string | null }, visit: Visit): Promise<NewSession> {
    const invited = await this.find(token);
    const { directory, database, clock } = this.deps;
    const { actor } = by;
    if (actor && readEmailAddress(actor.accountEmail ?? '')?.key !== invited.email_key) throw refuse('invitation.other_address');
    if (!actor && invited.has_account) throw refuse('invitation.sign_in');
    const passwordHash = actor ? null : await this.passwordHash(invited, by.password ?? '');
    const accountId = actor ? actor.requirePerson() : newId(clock.now());
    const tenantId = invited.tenant_id;
    const draft = draftSession(clock);
    return database.tenant({ tenantId, principal: `account:${accountId}` }, async (tx) => {
      const [row] = await directory.call<AcceptedRow>(
        'accept_invitation', hashArtefact('invite', token), accountId, passwordHash, newId(clock.now()), draft.id, draft.hash,
        draft.at, actor ? { from: actor.sessionId } : factsOf(['password'], visit),
      );
      if (!row) throw refuse('token.invalid');
      tx.audit('invitation.accepted', { kind: 'account', id: accountId });
      if (row.joined) {
        const [own] = await tx.sql<{ name: string | null }>`select r.name from members m
          left join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id where m.account_id = ${accountId}`;
        const grant = grantOf({ role: row.role, custom_role_id: null, role_name: own?.name ?? null, role_permissions: row.role_permissions });
        await recordChange(tx, clock, accountId, 'joined', grant);
        tx.audit('member.joined', { kind: 'account', id: accountId }, { role: row.role });
      }
      tx.audit('session.opened', { kind: 'session', id: draft.id });
      const session = newSession(draft, row);
      // Of whoever is signed in the device is known from there.
      return actor ? session : (await noteDevice(this.deps, session, visit)).session;
    });
  }

  private async passwordHash(invited: GlanceRow, password: string): Promise<string> {
    await checkNewPassword(password, { email: invited.email_key, organisation: invited.tenant_name }, this.deps.breached);
    return this.hasher.hash(password);
  }

  private async find(token: string): Promise<GlanceRow> {
    if (!isOpaqueToken(token)) throw refuse('token.invalid');
    const { directory, clock } = this.deps;
    const [row] = await directory.call<GlanceRow>('invitation_by_hash', hashArtefact('invite', token), clock.date());
    if (!row) throw refuse('token.invalid');
    return row;
  }
}
