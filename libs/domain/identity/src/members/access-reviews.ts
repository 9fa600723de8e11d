import type { TenantTx } from '@vedette/database';
import { isUuid, newId } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { refuse } from '../refusals';
import { readAddresses } from './addresses';
import { csv } from './csv';
import { readLabel, readNote } from './label';
import { endSessions } from './members';
import type { MembersDeps } from './members';
import { removeMember } from './remove-member';
import { checkOwnerStays, checkReach, lockStandings, ownStanding, standingOf } from './standing';
import type { Standing, StandingRow } from './standing';

const YEAR_MS = 366 * 24 * 60 * 60 * 1000;

export type ReviewDecision = 'keep' | 'remove';

export interface AccessReview {
  readonly id: Uuid;
  readonly name: string;
  readonly startedBy: Uuid;
  readonly startedAt: Date;
  readonly dueAt: Date;
  readonly closedAt: Date | null;
  readonly total: number;
  readonly decided: number;
}

export interface ReviewedAccess {
  readonly accountId: Uuid;
  /** Null for somebody who is no member any more. */
  readonly email: string | null;
  readonly roleName: string;
  readonly permissions: readonly string[];
  readonly decision: ReviewDecision | null;
  readonly note: string;
  readonly decidedBy: Uuid | null;
  readonly decidedAt: Date | null;
}

interface ReviewRow {
  id: Uuid;
  name: string;
  started_by: Uuid;
  started_at: Date;
  due_at: Date;
  closed_at: Date | null;
  total: number;
  decided: number;
}

interface ItemRow {
  account_id: Uuid;
  role_name: string;
  permissions: string[];
  decision: ReviewDecision | null;
  note: string;
  decided_by: Uuid | null;
  decided_at: Date | null;
}

/** From time to time somebody looks at every member and says who stays. */
export class AccessReviews {
  constructor(private readonly deps: MembersDeps) {}

  /** Newest first, at most 100. */
  async list(actor: Actor): Promise<AccessReview[]> {
    actor.require('audit:read');
    return (await this.deps.database.tenant(actor, (tx) => readReviews(tx, null))).map(reviewOf);
  }

  /** @throws Refusal `auth.forbidden`, `review.not_found` */
  async items(actor: Actor, id: string): Promise<ReviewedAccess[]> {
    actor.require('audit:read');
    if (!isUuid(id)) throw refuse('review.not_found');
    const rows = await this.deps.database.tenant(actor, async (tx) => {
      if ((await readReviews(tx, id)).length === 0) throw refuse('review.not_found');
      return tx.sql<ItemRow>`select account_id, role_name, permissions, decision, note, decided_by, decided_at
        from access_review_items where review_id = ${id} order by account_id limit 10000`;
    });
    const emails = await readAddresses(this.deps.directory, actor.tenantId);
    return rows.map((row) => ({
      accountId: row.account_id, email: emails.get(row.account_id) ?? null, roleName: row.role_name, permissions: [...row.permissions].sort(),
      decision: row.decision, note: row.note, decidedBy: row.decided_by, decidedAt: row.decided_at,
    }));
  }

  /** Copies every member with what they may do now. @throws Refusal `auth.forbidden`, `review.name_malformed`, `review.due_malformed` */
  async start(actor: Actor, draft: { readonly name: string; readonly dueAt: Date }): Promise<AccessReview> {
    const name = readLabel(draft.name, 100);
    if (name === null) throw refuse('review.name_malformed');
    const { clock } = this.deps;
    const due = draft.dueAt.getTime();
    if (!(due > clock.now() && due <= clock.now() + YEAR_MS)) throw refuse('review.due_malformed');
    return this.write(actor, async (tx, { me }) => {
      const id = newId(clock.now());
      await tx.sql`insert into access_reviews (id, name, started_by, started_at, due_at) values (${id}, ${name}, ${me}, ${clock.date()}, ${draft.dueAt})`;
      const members = await tx.sql<StandingRow>`select m.account_id, m.role, m.custom_role_id, r.name as role_name, r.permissions as role_permissions, m.joined_at
        from members m left join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id`;
      for (const member of members.map(standingOf)) {
        await tx.sql`insert into access_review_items (review_id, account_id, role_name, permissions)
          values (${id}, ${member.accountId}, ${member.name}, ${[...member.permissions]}::text[])`;
      }
      tx.audit('access-review.started', { kind: 'access-review', id }, { name });
      return id;
    });
  }

  /** May be decided anew until the review is closed. @throws Refusal `auth.forbidden`, `review.not_found`, `review.closed`, `review.note_malformed`, `member.not_found` */
  async decide(actor: Actor, id: string, accountId: string, decision: ReviewDecision, text = ''): Promise<AccessReview> {
    const note = readNote(text, 500);
    if (note === null) throw refuse('review.note_malformed');
    return this.write(actor, async (tx, { me }) => {
      const review = await lockReview(tx, id);
      const decided = isUuid(accountId)
        ? await tx.sql`update access_review_items set decision = ${decision}, note = ${note}, decided_by = ${me}, decided_at = ${this.deps.clock.date()}
            where review_id = ${review} and account_id = ${accountId} returning account_id`
        : [];
      if (decided.length === 0) throw refuse('member.not_found');
      tx.audit('access-review.decided', { kind: 'access-review', id: review }, { account: accountId, decision });
      return review;
    });
  }

  /**
   * Removes those who are to go, all of them or, where one may not be removed, nobody.
   * @throws Refusal `auth.forbidden`, `review.not_found`, `review.closed`, `review.undecided`, `member.last_owner`, `member.owner_only`, `member.beyond_own`
   */
  async close(actor: Actor, id: string): Promise<AccessReview> {
    const { clock } = this.deps;
    const gone: Uuid[] = [];
    const review = await this.write(actor, async (tx, { own }) => {
      const locked = await lockReview(tx, id);
      const [open] = await tx.sql<{ count: number }>`select count(*)::int as count from access_review_items i
        join members m on m.tenant_id = i.tenant_id and m.account_id = i.account_id where i.review_id = ${locked} and i.decision is null`;
      if (open && open.count > 0) throw refuse('review.undecided', { reason: `${open.count} undecided` });
      // Who left and was invited again since is another case.
      const marked = await tx.sql<{ account_id: Uuid }>`select i.account_id from access_review_items i
        join access_reviews v on v.tenant_id = i.tenant_id and v.id = i.review_id
        join members m on m.tenant_id = i.tenant_id and m.account_id = i.account_id and m.joined_at <= v.started_at
        where i.review_id = ${locked} and i.decision = 'remove'`;
      gone.push(...marked.map(({ account_id }) => account_id));
      const standings = await lockStandings(tx, gone);
      checkOwnerStays(standings, gone);
      for (const member of gone.flatMap((accountId) => standings.get(accountId) ?? [])) {
        checkReach(own, member);
        await removeMember(tx, clock, member);
        tx.audit('member.removed', { kind: 'account', id: member.accountId }, { role: member.name });
      }
      await tx.sql`update access_reviews set closed_at = ${clock.date()} where id = ${locked}`;
      tx.audit('access-review.closed', { kind: 'access-review', id: locked }, { removed: gone.length });
      return locked;
    });
    await endSessions(this.deps, actor, gone);
    return review;
  }

  private async write(
    actor: Actor,
    work: (tx: TenantTx, by: { me: Uuid; own: Standing }) => Promise<Uuid>,
  ): Promise<AccessReview> {
    actor.require('member:write');
    const me = actor.requirePerson();
    const [row] = await this.deps.database.tenant(actor, async (tx) => {
      const own = ownStanding(await lockStandings(tx, [me]), actor, 'member:write');
      return readReviews(tx, await work(tx, { me, own }));
    });
    if (!row) throw new Error('a written review came back empty');
    return reviewOf(row);
  }
}

export function reviewCsv(items: readonly ReviewedAccess[]): string {
  const heading = ['account', 'email', 'role', 'permissions', 'decision', 'note', 'decided by', 'decided at'];
  return csv([
    heading,
    ...items.map((item) => [
      item.accountId, item.email ?? '', item.roleName, item.permissions.join(' '), item.decision ?? '', item.note, item.decidedBy ?? '', item.decidedAt?.toISOString() ?? '',
    ]),
  ]);
}

async function lockReview(tx: TenantTx, id: string): Promise<Uuid> {
  const [row] = isUuid(id) ? await tx.sql<{ id: Uuid; closed_at: Date | null }>`select id, closed_at from access_reviews where id = ${id} for update` : [];
  if (!row) throw refuse('review.not_found');
  if (row.closed_at) throw refuse('review.closed');
  return row.id;
}

function readReviews(tx: TenantTx, id: Uuid | null): Promise<ReviewRow[]> {
  return tx.sql<ReviewRow>`select v.id, v.name, v.started_by, v.started_at, v.due_at, v.closed_at,
      (select count(*)::int from access_review_items i where i.review_id = v.id) as total,
      (select count(*)::int from access_review_items i where i.review_id = v.id and i.decision is not null) as decided
    from access_reviews v where ${id}::uuid is null or v.id = ${id}::uuid order by v.started_at desc, v.id limit 100`;
}

function reviewOf(row: ReviewRow): AccessReview {
  return {
    id: row.id, name: row.name, startedBy: row.started_by, startedAt: row.started_at, dueAt: row.due_at, closedAt: row.closed_at, total: row.total, decided: row.decided,
  };
}
