import type { TenantTx } from '@vedette/database';
import { isUuid, newId, Outage } from '@vedette/kernel';
import type { TenantId, Uuid } from '@vedette/kernel';
import type { Mail } from '@vedette/mail';
import { PostBox } from '../accounts/post-box';
import type { Actor } from '../actor/actor';
import { checkReach, lockStandings, ownStanding, readGrant } from '../members/standing';
import { refusing } from '../members/unique';
import { refuse } from '../refusals';
import { newOpaqueToken } from '../sessions/opaque-token';
import type { DnsDoor } from './dns-door';
import { domainLostLetter, domainMovedLetter } from './domain-letters';
import { parseDomainName, recordOf } from './domain-name';
import type { TenantDeps } from './tenant-settings';

export interface DomainsDeps extends TenantDeps {
  readonly dns: Pick<DnsDoor, 'texts'>;
  readonly mail: Mail;
  readonly publicUrl: string;
}

export interface Domain {
  readonly id: Uuid;
  readonly domain: string;
  /** To be published as a TXT record. */
  readonly record: { readonly name: string; readonly value: string };
  readonly createdAt: Date;
  readonly checkedAt: Date | null;
  readonly verifiedAt: Date | null;
  /** As what somebody with an address of the domain may join; null: nobody may. */
  readonly autoJoinRole: string | null;
}

interface DomainRow {
  id: Uuid;
  domain: string;
  token: string;
  created_at: Date;
  checked_at: Date | null;
  verified_at: Date | null;
  auto_join_role: string | null;
}

const MOST = 20;
const DUE_A_ROUND = 200;
const joinRoles = ['analyst', 'responder', 'auditor', 'viewer', 'billing'];

/** Domains whose addresses belong to the organisation, as their DNS says. */
export class Domains {
  private readonly posted: PostBox;

  constructor(private readonly deps: DomainsDeps) {
    this.posted = PostBox.of(deps.mail);
  }

  /** By name. @throws Refusal `auth.forbidden` */
  async list(actor: Actor): Promise<Domain[]> {
    actor.require('tenant:write');
    return this.deps.database.tenant(actor, (tx) => readDomains(tx, null));
  }

  /** @throws Refusal `auth.forbidden`, `auth.step_up`, `domain.malformed`, `domain.exists`, `domain.too_many` */
  async claim(actor: Actor, text: string): Promise<Domain> {
    const me = this.person(actor);
    const domain = parseDomainName(text);
    const { clock } = this.deps;
    const id = newId(clock.now());
    return refusing({ tenant_domains_by_name: 'domain.exists' }, () =>
      this.deps.database.tenant(actor, async (tx) => {
        // One claim after the other, so that two cannot both be the twentieth.
        await lockStandings(tx, [me]);
        const [count] = await tx.sql<{ n: number }>`select count(*)::int as n from tenant_domains`;
        if ((count?.n ?? 0) >= MOST) throw refuse('domain.too_many');
        await tx.sql`insert into tenant_domains (id, domain, token, created_by, created_at) values (${id}, ${domain}, ${newOpaqueToken()}, ${me}, ${clock.date()})`;
        tx.audit('domain.claimed', { kind: 'domain', id }, { domain });
        return first(await readDomains(tx, id));
      }),
    );
  }

  /**
   * Looks into DNS now. Where another organisation has proven the domain, it moves here once their record is gone and
   * ours is there: DNS alone says whose it is.
   * @throws Refusal `auth.forbidden`, `domain.not_found`, `domain.record_missing`, `domain.unanswered`, `domain.contested`
   */
  async check(actor: Actor, id: string): Promise<Domain> {
    actor.require('tenant:write');
    const { database, directory, clock } = this.deps;
    const [claimed] = await database.tenant(actor, (tx) => readDomains(tx, known(id)));
    if (!claimed) throw refuse('domain.not_found');
    const published = await this.published(claimed.domain);
    if (!published.includes(claimed.record.value)) {
      await database.tenant(actor, (tx) => tx.sql`update tenant_domains set checked_at = ${clock.date()} where id = ${claimed.id} and verified_at is null`);
      throw refuse('domain.record_missing');
    }
    const [holder] = await directory.call<{ tenant_id: TenantId; token: string }>('domain_holder', claimed.domain);
    const other = holder && holder.tenant_id !== actor.tenantId ? holder : null;
    if (other && published.includes(recordOf(claimed.domain, other.token).value)) throw refuse('domain.contested');
    const proven = await database.tenant(actor, async (tx) => {
      const [row] = await directory.call('prove_domain', actor.tenantId, claimed.domain, other?.tenant_id ?? null, clock.date());
      // Somebody else was quicker by a moment, or the claim was released meanwhile.
      if (!row) throw refuse('domain.contested');
      if (!claimed.verifiedAt) tx.audit('domain.verified', { kind: 'domain', id: claimed.id }, { domain: claimed.domain });
      return first(await readDomains(tx, claimed.id));
    });
    if (other) await this.lost(other.tenant_id, claimed.domain, domainMovedLetter);
    return proven;
  }

  /** @throws Refusal `auth.forbidden`, `auth.step_up`, `domain.not_found` */
  async release(actor: Actor, id: string): Promise<void> {
    this.person(actor);
    await this.deps.database.tenant(actor, async (tx) => {
      const [gone] = await tx.sql<{ domain: string }>`delete from tenant_domains where id = ${known(id)} returning domain`;
      if (!gone) throw refuse('domain.not_found');
      tx.audit('domain.released', { kind: 'domain', id }, { domain: gone.domain });
    });
  }

  /**
   * As what people of the domain may join of themselves; null for not at all.
   * @throws Refusal `auth.forbidden`, `auth.step_up`, `domain.not_found`, `domain.unproven`, `domain.role_unknown`, `member.beyond_own`
   */
  async setAutoJoin(actor: Actor, id: string, role: string | null): Promise<Domain> {
    const me = this.person(actor);
    if (role !== null && !joinRoles.includes(role)) throw refuse('domain.role_unknown');
    return this.deps.database.tenant(actor, async (tx) => {
      const own = ownStanding(await lockStandings(tx, [me]), actor, 'tenant:write');
      if (role !== null) checkReach(own, await readGrant(tx, { role }));
      const [before] = await tx.sql<DomainRow>`select * from tenant_domains where id = ${known(id)} for update`;
      if (!before) throw refuse('domain.not_found');
      if (role !== null && !before.verified_at) throw refuse('domain.unproven');
      await tx.sql`update tenant_domains set auto_join_role = ${role} where id = ${before.id}`;
      tx.audit('domain.auto_join_changed', { kind: 'domain', id: before.id }, { domain: before.domain, from: before.auto_join_role, to: role });
      return first(await readDomains(tx, before.id));
    });
  }

  /** Asks for proven domains again, weekly; run it hourly. @returns how many lost their proof */
  async round(): Promise<number> {
    const { directory, clock } = this.deps;
    let lost = 0;
    const due = await directory.call<{ tenant_id: TenantId; domain: string; token: string }>('domains_due', clock.date(), DUE_A_ROUND);
    for (const { tenant_id: tenantId, domain, token } of due) {
      const published = await this.published(domain).catch(() => null);
      const found = published && published.includes(recordOf(domain, token).value);
      const [row] = await directory.call<{ lost: boolean }>('domain_asked', tenantId, domain, found, clock.date());
      if (!row?.lost) continue;
      lost += 1;
      await this.lost(tenantId, domain, domainLostLetter);
    }
    return lost;
  }

  /** Resolves when the letters posted so far are out. */
  settled(): Promise<void> {
    return this.posted.settled();
  }

  /** @throws Refusal `domain.unanswered` */
  private async published(domain: string): Promise<string[]> {
    try {
      return await this.deps.dns.texts(recordOf(domain, '').name);
    } catch (error) {
      if (error instanceof Outage) throw refuse('domain.unanswered');
      throw error;
    }
  }

  private async lost(tenantId: TenantId, domain: string, letter: typeof domainLostLetter): Promise<void> {
    const { database, directory, publicUrl } = this.deps;
    await database.tenant({ tenantId, principal: 'system:domains' }, async (tx) => tx.audit('domain.lost', { kind: 'domain', id: domain }, { domain }));
    const owners = await directory.call<{ email: string }>('owner_addresses', tenantId);
    for (const { email } of owners) this.posted.post(letter(email, domain, publicUrl));
  }

  private person(actor: Actor): Uuid {
    actor.require('tenant:write');
    actor.requireRecent(this.deps.clock.now());
    return actor.requirePerson();
  }
}

/** @throws Refusal `domain.not_found` for what is not an id */
function known(id: string): Uuid {
  if (!isUuid(id)) throw refuse('domain.not_found');
  return id;
}

function first(domains: readonly Domain[]): Domain {
  const [domain] = domains;
  if (!domain) throw refuse('domain.not_found');
  return domain;
}

async function readDomains(tx: TenantTx, id: Uuid | null): Promise<Domain[]> {
  const rows = await tx.sql<DomainRow>`select id, domain, token, created_at, checked_at, verified_at, auto_join_role from tenant_domains
    where ${id}::uuid is null or id = ${id}::uuid order by domain limit ${MOST}`;
  return rows.map((row) => ({
    id: row.id,
    domain: row.domain,
    record: recordOf(row.domain, row.token),
    createdAt: row.created_at,
    checkedAt: row.checked_at,
    verifiedAt: row.verified_at,
    autoJoinRole: row.auto_join_role,
  }));
}
