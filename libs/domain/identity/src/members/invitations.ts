import type { TenantTx } from '@vedette/database';
import { dateFrom, isUuid, newId } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { Mail } from '@vedette/mail';
import { parseEmailAddress, readEmailAddress } from '../accounts/email-address';
import type { EmailAddress } from '../accounts/email-address';
import { PostBox } from '../accounts/post-box';
import type { Actor } from '../actor/actor';
import { OneTimeArtefacts } from '../one-time/one-time-artefacts';
import { refuse } from '../refusals';
import { readAddresses } from './addresses';
import { invitationLetter } from './invitation-letter';
import type { MembersDeps } from './members';
import { checkReach, grantOf, lockStandings, ownStanding, readGrant } from './standing';
import type { Grant, GrantRow, RoleChoice } from './standing';

const DAY_MS = 24 * 60 * 60 * 1000;
const LASTS_MS = 7 * DAY_MS;
const MOST_OPEN = 100;
/** The first and five more. */
const MOST_LETTERS = 6;
const BETWEEN_LETTERS_MS = 60_000;

export interface InvitationsDeps extends MembersDeps {
  readonly mail: Mail;
  /** PUBLIC_URL of the configuration; links in mails are built from it, never from a request. */
  readonly publicUrl: string;
}

export interface Invitation {
  readonly id: Uuid;
  readonly email: string;
  readonly grant: Grant;
  readonly invitedBy: Uuid;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly expired: boolean;
  readonly sentAt: Date;
  readonly lettersLeft: number;
}

interface InvitationRow extends GrantRow {
  id: Uuid;
  email: string;
  email_key: string;
  invited_by: Uuid;
  created_at: Date;
  expires_at: Date;
  sent_at: Date;
  sent_count: number;
}

/** Letters that make a member of whoever proves the address, as the role that was chosen when they were sent. */
export class Invitations {
  private readonly posted: PostBox;
  private readonly artefacts: OneTimeArtefacts;

  constructor(private readonly deps: InvitationsDeps) {
    this.posted = PostBox.of(deps.mail);
    this.artefacts = new OneTimeArtefacts(deps);
  }

  /** Those that were neither accepted nor taken back, newest first; the expired ones too. */
  async list(actor: Actor): Promise<Invitation[]> {
    actor.require('member:read');
    const rows = await this.deps.database.tenant(actor, (tx) => readOpen(tx, null));
    return rows.map((row) => this.shown(row));
  }

  /**
   * @throws Refusal `auth.forbidden`, `email.malformed`, `role.unknown`, `member.owner_only`, `member.beyond_own`,
   * `invitation.already_member`, `invitation.exists`, `invitation.too_many`
   */
  async invite(actor: Actor, input: { readonly email: string; readonly role: RoleChoice }): Promise<Invitation> {
    actor.require('member:write');
    const email = parseEmailAddress(input.email);
    const { clock, directory } = this.deps;
    const members = await readAddresses(directory, actor.tenantId);
    if ([...members.values()].some((address) => readEmailAddress(address)?.key === email.key)) throw refuse('invitation.already_member');
    return this.send(actor, async (tx, reach) => {
      const grant = reach(await readGrant(tx, input.role));
      const open = await readOpen(tx, null);
      const earlier = open.find((row) => row.email_key === email.key);
      if (earlier && earlier.expires_at > clock.date()) throw refuse('invitation.exists');
      if (earlier) await tx.sql`update invitations set revoked_at = ${clock.date()} where id = ${earlier.id}`;
      if (open.filter((row) => row.expires_at > clock.date()).length >= MOST_OPEN) throw refuse('invitation.too_many');
      const id = newId(clock.now());
      await tx.sql`insert into invitations (id, email, email_key, role, custom_role_id, invited_by, created_at, expires_at, sent_at)
        values (${id}, ${email.shown}, ${email.key}, ${grant.role}, ${grant.customRoleId}, ${actor.requirePerson()}, ${clock.date()},
          ${dateFrom(clock.now() + LASTS_MS)}, ${clock.date()})`;
      tx.audit('invitation.sent', { kind: 'invitation', id }, { role: grant.name });
      return id;
    });
  }

  /**
   * Another letter, for seven days more. The invitation gets a new id, so that what the earlier letters name is gone.
   * @throws Refusal `auth.forbidden`, `invitation.not_found`, `invitation.too_soon`, `invitation.too_often`,
   * `member.owner_only`, `member.beyond_own`
   */
  async resend(actor: Actor, id: string): Promise<Invitation> {
    const { clock } = this.deps;
    return this.send(actor, async (tx, reach) => {
      const row = await lockOpen(tx, id);
      reach(grantOf(row));
      if (row.sent_count >= MOST_LETTERS) throw refuse('invitation.too_often');
      const waitMs = row.sent_at.getTime() + BETWEEN_LETTERS_MS - clock.now();
      if (waitMs > 0) throw refuse('invitation.too_soon', { retryAfter: Math.ceil(waitMs / 1000) });
      const next = newId(clock.now());
      await tx.sql`update invitations set id = ${next}, sent_at = ${clock.date()}, sent_count = sent_count + 1, expires_at = ${dateFrom(clock.now() + LASTS_MS)}
        where id = ${row.id}`;
      tx.audit('invitation.resent', { kind: 'invitation', id: next }, { before: row.id });
      return next;
    });
  }

  /** Its letters name nothing from now on. @throws Refusal `auth.forbidden`, `invitation.not_found`, `member.owner_only`, `member.beyond_own` */
  async revoke(actor: Actor, id: string): Promise<void> {
    actor.require('member:write');
    const me = actor.requirePerson();
    await this.deps.database.tenant(actor, async (tx) => {
      const own = ownStanding(await lockStandings(tx, [me]), actor, 'member:write');
      const row = await lockOpen(tx, id);
      checkReach(own, grantOf(row));
      await tx.sql`update invitations set revoked_at = ${this.deps.clock.date()} where id = ${row.id}`;
      tx.audit('invitation.revoked', { kind: 'invitation', id: row.id });
    });
  }

  /** Resolves when the letters posted so far are out. */
  settled(): Promise<void> {
    return this.posted.settled();
  }

  private async send(actor: Actor, work: (tx: TenantTx, reach: (grant: Grant) => Grant) => Promise<Uuid>): Promise<Invitation> {
    actor.require('member:write');
    const me = actor.requirePerson();
    const { row, token } = await this.deps.database.tenant(actor, async (tx) => {
      const own = ownStanding(await lockStandings(tx, [me]), actor, 'member:write');
      const id = await work(tx, (grant) => {
        checkReach(own, grant);
        return grant;
      });
      const [row] = await readOpen(tx, id);
      if (!row) throw new Error('a written invitation came back empty');
      // Should this transaction fail, the token names an invitation that nobody finds.
      const token = await this.artefacts.put('invite', { subject: row.email_key, tenantId: actor.tenantId, details: { invitationId: id }, lastsMs: LASTS_MS });
      return { row, token };
    });
    const to: EmailAddress = { shown: row.email, key: row.email_key };
    const inviter = readEmailAddress(actor.accountEmail ?? '')?.key ?? 'A member';
    this.posted.post(invitationLetter(to, this.deps.publicUrl, token, { inviter, until: row.expires_at }));
    return this.shown(row);
  }

  private shown(row: InvitationRow): Invitation {
    return {
      id: row.id,
      email: row.email,
      grant: grantOf(row),
      invitedBy: row.invited_by,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      expired: row.expires_at <= this.deps.clock.date(),
      sentAt: row.sent_at,
      lettersLeft: Math.max(0, MOST_LETTERS - row.sent_count),
    };
  }
}

async function lockOpen(tx: TenantTx, id: string): Promise<InvitationRow> {
  const [locked] = isUuid(id) ? await tx.sql<{ id: Uuid }>`select id from invitations where id = ${id} for update` : [];
  const [row] = locked ? await readOpen(tx, locked.id) : [];
  if (!row) throw refuse('invitation.not_found');
  return row;
}

function readOpen(tx: TenantTx, id: Uuid | null): Promise<InvitationRow[]> {
  return tx.sql<InvitationRow>`select i.id, i.email, i.email_key, i.role, i.custom_role_id, r.name as role_name, r.permissions as role_permissions,
      i.invited_by, i.created_at, i.expires_at, i.sent_at, i.sent_count
    from invitations i left join roles r on r.tenant_id = i.tenant_id and r.id = i.custom_role_id
    where i.accepted_at is null and i.revoked_at is null and (${id}::uuid is null or i.id = ${id}::uuid)
    order by i.created_at desc, i.id limit 1000`;
}
