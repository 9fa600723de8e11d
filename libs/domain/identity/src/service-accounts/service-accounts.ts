import { accessRevoked } from '@vedette/contracts';
import type { Database, DirectoryDoor, TenantTx } from '@vedette/database';
import { isUuid, newId } from '@vedette/kernel';
import type { Clock, Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import type { KeyOwner } from '../api-keys/api-key';
import { readAddresses } from '../members/addresses';
import { readLabel, readNote } from '../members/label';
import { checkReach, grantOf, lockStandings, ownStanding, readGrant } from '../members/standing';
import type { Grant, RoleChoice, Standing } from '../members/standing';
import { refusing } from '../members/unique';
import { refuse } from '../refusals';
import { lockServiceAccount, readServiceAccounts } from './service-account-rows';
import type { ServiceAccountRow } from './service-account-rows';

const MOST_ACCOUNTS = 100;

export interface ServiceAccountsDeps {
  readonly directory: DirectoryDoor;
  readonly database: Database;
  readonly clock: Clock;
}

export interface ServiceAccountDraft {
  readonly name: string;
  readonly description?: string | null;
  readonly role: RoleChoice;
  /** The account of the member who answers for it. */
  readonly ownerId: string;
}

/** A program of the tenant's, whose keys outlive the members who made them. */
export interface ServiceAccount {
  readonly id: Uuid;
  readonly name: string;
  readonly description: string;
  readonly grant: Grant;
  /** Null when they have left: somebody else should take it over. */
  readonly owner: KeyOwner | null;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

/** Programs with a role of their own. What one may do is never more than whoever makes or changes it. */
export class ServiceAccounts {
  constructor(private readonly deps: ServiceAccountsDeps) {}

  /** By name, the disabled ones included. @throws Refusal `auth.forbidden` */
  async list(actor: Actor): Promise<ServiceAccount[]> {
    actor.require('key:read');
    return this.views(actor, await this.deps.database.tenant(actor, (tx) => readServiceAccounts(tx, null)));
  }

  /**
   * @throws Refusal `auth.forbidden`, `service_account.name_malformed`, `service_account.name_taken`, `service_account.description_malformed`,
   * `service_account.role_owner`, `service_account.owner_unknown`, `service_account.too_many`, `role.unknown`, `member.beyond_own`
   */
  async create(actor: Actor, draft: ServiceAccountDraft): Promise<ServiceAccount> {
    const { clock } = this.deps;
    const { name, description } = readWords(draft);
    return this.write(actor, draft.ownerId, async (tx, own, ownerId) => {
      const grant = await readAccountGrant(tx, draft.role, own);
      const [count] = await tx.sql<{ count: number }>`select count(*)::int as count from service_accounts`;
      if (count && count.count >= MOST_ACCOUNTS) throw refuse('service_account.too_many');
      const id = newId(clock.now());
      await tx.sql`insert into service_accounts (id, name, description, role, custom_role_id, owner_id, created_by, created_at)
        values (${id}, ${name}, ${description}, ${grant.role}, ${grant.customRoleId}, ${ownerId}, ${own.accountId}, ${clock.date()})`;
      tx.audit('service-account.created', { kind: 'service-account', id }, { name, role: grant.name });
      return id;
    });
  }

  /**
   * All of it anew. A smaller role counts at once for its keys, and ends their sockets.
   * @throws Refusal as `create`, and `service_account.not_found`
   */
  async change(actor: Actor, id: string, draft: ServiceAccountDraft): Promise<ServiceAccount> {
    const { name, description } = readWords(draft);
    return this.write(actor, draft.ownerId, async (tx, own, ownerId) => {
      const before = await lockServiceAccount(tx, id);
      checkReach(own, before.grant);
      const grant = await readAccountGrant(tx, draft.role, own);
      await tx.sql`update service_accounts set name = ${name}, description = ${description}, role = ${grant.role},
        custom_role_id = ${grant.customRoleId}, owner_id = ${ownerId} where id = ${before.id}`;
      tx.audit('service-account.changed', { kind: 'service-account', id: before.id }, { name, from: before.grant.name, to: grant.name });
      return before.id;
    });
  }

  /**
   * Its keys do nothing while it is disabled; their sockets end. Enabling gives them back.
   * @throws Refusal `auth.forbidden`, `service_account.not_found`, `member.beyond_own`
   */
  async setDisabled(actor: Actor, id: string, disabled: boolean): Promise<ServiceAccount> {
    const { clock } = this.deps;
    return this.write(actor, null, async (tx, own) => {
      const account = await lockServiceAccount(tx, id);
      checkReach(own, account.grant);
      if ((account.disabledAt !== null) === disabled) return account.id;
      await tx.sql`update service_accounts set disabled_at = ${disabled ? clock.date() : null} where id = ${account.id}`;
      tx.audit(disabled ? 'service-account.disabled' : 'service-account.enabled', { kind: 'service-account', id: account.id });
      if (disabled) {
        const keys = await tx.sql<{ id: Uuid }>`select id from api_keys where service_account_id = ${account.id} and revoked_at is null`;
        for (const key of keys) tx.announce(accessRevoked, { apiKeyId: key.id });
      }
      return account.id;
    });
  }

  /** Under the tenant's lock on who may do what, with the caller as the locked rows have them. */
  private async write(
    actor: Actor,
    ownerId: string | null,
    work: (tx: TenantTx, own: Standing, ownerId: Uuid) => Promise<Uuid>,
  ): Promise<ServiceAccount> {
    actor.require('key:write');
    const me = actor.requirePerson();
    if (ownerId !== null && !isUuid(ownerId)) throw refuse('service_account.owner_unknown');
    const answering = ownerId ?? me;
    const rows = await refusing({ service_accounts_by_name: 'service_account.name_taken' }, () =>
      this.deps.database.tenant(actor, async (tx) => {
        const standings = await lockStandings(tx, [me, answering]);
        const own = ownStanding(standings, actor, 'key:write');
        if (!standings.has(answering)) throw refuse('service_account.owner_unknown');
        return readServiceAccounts(tx, await work(tx, own, answering));
      }),
    );
    const [account] = await this.views(actor, rows);
    if (!account) throw new Error('a written service account came back empty');
    return account;
  }

  private async views(actor: Actor, rows: readonly ServiceAccountRow[]): Promise<ServiceAccount[]> {
    const owners = [...new Set(rows.filter((row) => row.owner_is_member).map((row) => row.owner_id))];
    const emails = owners.length > 0 ? await readAddresses(this.deps.directory, actor.tenantId, owners) : new Map<string, string>();
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      description: row.description,
      grant: grantOf(row),
      owner: row.owner_is_member ? { accountId: row.owner_id, email: emails.get(row.owner_id) ?? null } : null,
      createdAt: row.created_at,
      disabledAt: row.disabled_at,
    }));
  }
}

/** A program owns nothing: an owner can be called to account. @throws Refusal `service_account.role_owner`, `role.unknown`, `member.beyond_own` */
async function readAccountGrant(tx: TenantTx, choice: RoleChoice, own: Standing): Promise<Grant> {
  const grant = await readGrant(tx, choice);
  if (grant.role === 'owner') throw refuse('service_account.role_owner');
  checkReach(own, grant);
  return grant;
}

function readWords(draft: ServiceAccountDraft): { name: string; description: string } {
  const name = readLabel(draft.name, 60);
  if (name === null) throw refuse('service_account.name_malformed');
  const description = readNote(draft.description ?? '', 300);
  if (description === null) throw refuse('service_account.description_malformed');
  return { name, description };
}
