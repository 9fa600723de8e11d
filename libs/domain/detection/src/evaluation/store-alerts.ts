import { json, type TenantTx } from '@vedette/database';
import { dateFrom, newId, type Uuid } from '@vedette/kernel';
import type { RuleSet } from '@vedette/sigma';
import { countSuppressed } from '../alerts/active-suppressions';
import { gatherMatches, type ActiveSuppression, type Gathering } from '../alerts/gather-matches';
import { followOpened } from '../alerts/opened-alerts';
import { severityRisk } from '../alerts/risk';
import type { MatchGroup } from './group-matches';
import { planAlerts, runsOf, type JoinableAlert, type PlannedAlert, type Run } from './plan-alerts';
import { reasonOf } from './reason';
import { ruleFacts } from './rule-facts';
import { storeEvidence, type SegmentIdentity } from './store-evidence';

interface Work {
  readonly group: Gathering;
  readonly runs: readonly Run[];
  /** The alert's id, should this be the first that gathers under its head. */
  readonly proposed: Uuid;
}

interface Planned {
  readonly group: Gathering;
  readonly alerts: readonly PlannedAlert[];
}

/** Ids of the alerts that a segment opened and of those that it added to. */
export interface StoredAlerts {
  readonly opened: readonly Uuid[];
  readonly joined: readonly Uuid[];
  /** How many were opened, by rule. */
  readonly byRule: ReadonlyMap<string, number>;
}

interface Head {
  readonly rule_id: string;
  readonly head: string;
  readonly alert_id: Uuid;
  readonly last_event_at: Date;
}

const keyOf = (ruleId: string, head: string): string => `${ruleId} ${head}`;
const groupKey = ({ rule, head }: Gathering): string => keyOf(rule.id, head);
const instant = (at: number): string => dateFrom(at).toISOString();

/**
 * Writes what a segment found into alerts. Every worker first locks the head rows of its groups, in one order, so two
 * segments about the same rule and entity, or the same suppressed values, are counted one after the other and no two
 * workers wait for each other.
 */
export async function storeAlerts(
  tx: TenantTx,
  segment: SegmentIdentity,
  matches: readonly MatchGroup[],
  rules: RuleSet,
  suppressions: readonly ActiveSuppression[],
  now: number,
): Promise<StoredAlerts> {
  if (matches.length === 0) return { opened: [], joined: [], byRule: new Map() };
  const work = gatherMatches(matches, suppressions).map((group) => ({ group, runs: runsOf(group.hits, group.window), proposed: newId(now) }));
  const heads = await lockHeads(tx, work);
  const known = await joinable(tx, work.filter(({ group, proposed }) => heads.get(groupKey(group))?.alert_id !== proposed));
  const planned: Planned[] = work.map(({ group, runs, proposed }) => {
    const fresh = heads.get(groupKey(group))?.alert_id === proposed;
    // A new head points at the group's newest alert, which is the one of its last run.
    let left = runs.length;
    const newAlertId = () => (--left === 0 && fresh ? proposed : newId(now));
    return { group, alerts: planAlerts(runs, known.get(groupKey(group)) ?? [], group.window, newAlertId) };
  });
  const opened = planned.flatMap(({ group, alerts }) => alerts.filter(({ isNew }) => isNew).map((alert) => ({ group, alert })));
  const joined = planned.flatMap(({ alerts }) => alerts.filter(({ isNew }) => !isNew));
  await insertAlerts(tx, segment, opened, rules, now);
  await updateAlerts(tx, joined, now);
  await storeEvidence(tx, segment, planned, rules);
  await moveHeads(tx, planned, heads);
  await countSuppressed(tx, suppressedIn(planned));
  await followOpened(tx, opened.map(({ group, alert }) => ({ id: alert.id, severity: group.rule.level, entity: entityOf(group, alert), firstAt: alert.firstAt })), now);
  const byRule = new Map<string, number>();
  for (const { group } of opened) byRule.set(group.rule.id, (byRule.get(group.rule.id) ?? 0) + 1);
  return { opened: opened.map(({ alert }) => alert.id), joined: joined.map(({ id }) => id), byRule };
}

async function lockHeads(tx: TenantTx, work: readonly Work[]): Promise<Map<string, Head>> {
  const rows = work.map(({ group, runs, proposed }) => ({
    rule_id: group.rule.id,
    head: group.head,
    alert_id: proposed,
    last_event_at: instant(runs.at(-1)?.last ?? 0),
  }));
  const heads = await tx.sql<Head>`
    insert into alert_heads (tenant_id, rule_id, entity, alert_id, last_event_at)
    select (select app.tenant_id()), r.rule_id, r.head, r.alert_id, r.last_event_at
    from jsonb_to_recordset(${json(rows)}) as r(rule_id text, head text, alert_id uuid, last_event_at timestamptz)
    order by r.rule_id collate "C", r.head collate "C"
    on conflict (tenant_id, rule_id, entity) do update set rule_id = excluded.rule_id
    returning rule_id, entity as head, alert_id, last_event_at`;
  return new Map(heads.map((head) => [keyOf(head.rule_id, head.head), head]));
}

/**
 * Alerts that the runs may join; locked, so that a close waits and is then seen, or came first and counts. In the order of
 * ids, like whoever moves many alerts at once.
 */
async function joinable(tx: TenantTx, work: readonly Work[]): Promise<Map<string, JoinableAlert[]>> {
  const found = new Map<string, JoinableAlert[]>();
  const rows = work.flatMap(({ group, runs }) =>
    runs.map((run) => {
      const [first] = run.hits;
      const entity = group.suppression || !first ? null : group.entityOf(first);
      return {
        rule_id: group.rule.id,
        head: group.head,
        entity_kind: entity?.kind ?? null,
        entity: entity?.value ?? null,
        since: instant(run.first - group.window),
        until: instant(run.last + group.window),
      };
    }),
  );
  if (rows.length === 0) return found;
  const alerts = await tx.sql<{ id: Uuid; rule_id: string; head: string; first_event_at: Date; last_event_at: Date; event_count: string }>`
    with run as materialized (
      select * from jsonb_to_recordset(${json(rows)}) as r(rule_id text, head text, entity_kind text, entity text, since timestamptz, until timestamptz)
    ), near as materialized (
      select distinct n.id, r.head from run r cross join lateral (
        select id from alerts
        where rule_id = r.rule_id and entity = r.entity and entity_kind = r.entity_kind and suppressed_as is null
          and last_event_at >= r.since and first_event_at <= r.until and status <> 'closed'
        order by last_event_at desc limit 1) n
      where r.entity is not null
      union all
      select distinct n.id, r.head from run r cross join lateral (
        select id from alerts
        where suppressed_as = r.head and rule_id = r.rule_id
          and last_event_at >= r.since and first_event_at <= r.until and status <> 'closed'
        order by last_event_at desc limit 1) n
      where r.entity is null
    )
    select a.id, a.rule_id, near.head, a.first_event_at, a.last_event_at, a.event_count
    from near join alerts a on a.id = near.id where a.status <> 'closed' order by a.id for update of a`;
  for (const alert of alerts) {
    const key = keyOf(alert.rule_id, alert.head);
    const list = found.get(key) ?? [];
    list.push({
      id: alert.id,
      firstAt: alert.first_event_at.getTime(),
      lastAt: alert.last_event_at.getTime(),
      count: Number(alert.event_count),
    });
    found.set(key, list);
  }
  return found;
}

/** Whom an alert is about: its first event's entity, also where others follow under a suppression. */
function entityOf(group: Gathering, alert: PlannedAlert): MatchGroup['entity'] {
  const hit = alert.evidence[0]?.hit ?? group.hits[0];
  return hit ? group.entityOf(hit) : { kind: 'unknown', value: 'unknown' };
}

async function insertAlerts(
  tx: TenantTx,
  segment: SegmentIdentity,
  opened: readonly { group: Gathering; alert: PlannedAlert }[],
  rules: RuleSet,
  now: number,
): Promise<void> {
  if (opened.length === 0) return;
  const rows = opened.map(({ group, alert }) => {
    const first = alert.evidence[0]?.hit;
    const matched = first ? rules.explain(group.rule, first.event) : [];
    const entity = entityOf(group, alert);
    return {
      ...ruleFacts(group.rule),
      id: alert.id,
      entity_kind: entity.kind,
      entity: entity.value,
      suppressed_as: group.suppression ? group.head : null,
      risk: severityRisk[group.rule.level],
      reason: reasonOf({ title: group.rule.title, fields: first?.event.fields ?? {}, matched, entity }),
      first_event_at: instant(alert.firstAt),
      last_event_at: instant(alert.lastAt),
      event_count: alert.count,
    };
  });
  await tx.sql`
    insert into alerts (tenant_id, id, rule_id, rule_title, rule_author, rule_licence, rule_pack, severity, attack,
      entity_kind, entity, suppressed_as, risk, source, reason, first_event_at, last_event_at, event_count, opened_at, changed_at)
    select (select app.tenant_id()), r.id, r.rule_id, r.rule_title, r.rule_author, r.rule_licence, r.rule_pack, r.severity,
      r.attack, r.entity_kind, r.entity, r.suppressed_as, r.risk, ${segment.source}, r.reason, r.first_event_at, r.last_event_at,
      r.event_count, ${dateFrom(now)}, ${dateFrom(now)}
    from jsonb_to_recordset(${json(rows)}) as r(id uuid, rule_id text, rule_title text, rule_author text, rule_licence text,
      rule_pack text, severity text, attack text[], entity_kind text, entity text, suppressed_as text, risk int, reason text,
      first_event_at timestamptz, last_event_at timestamptz, event_count bigint)`;
}

async function updateAlerts(tx: TenantTx, joined: readonly PlannedAlert[], now: number): Promise<void> {
  if (joined.length === 0) return;
  const rows = joined.map(({ id, firstAt, lastAt, count }) => ({ id, first_at: instant(firstAt), last_at: instant(lastAt), count }));
  await tx.sql`
    update alerts a set first_event_at = r.first_at, last_event_at = r.last_at, event_count = r.count,
      version = a.version + 1, changed_at = ${dateFrom(now)}
    from jsonb_to_recordset(${json(rows)}) as r(id uuid, first_at timestamptz, last_at timestamptz, count bigint)
    where a.id = r.id`;
}

/** A head follows the newest alert of its rule and entity; one that a late event opened leaves it where it is. */
async function moveHeads(tx: TenantTx, planned: readonly Planned[], heads: ReadonlyMap<string, Head>): Promise<void> {
  const rows = planned.flatMap(({ group, alerts }) => {
    const head = heads.get(groupKey(group));
    const newest = alerts.reduce<PlannedAlert | null>((last, alert) => (last && last.lastAt >= alert.lastAt ? last : alert), null);
    if (!head || !newest) return [];
    const moved = head.alert_id === newest.id ? newest.lastAt !== head.last_event_at.getTime() : newest.lastAt >= head.last_event_at.getTime();
    return moved ? [{ rule_id: head.rule_id, head: head.head, alert_id: newest.id, last_at: instant(newest.lastAt) }] : [];
  });
  if (rows.length === 0) return;
  await tx.sql`
    update alert_heads h set alert_id = r.alert_id, last_event_at = r.last_at
    from jsonb_to_recordset(${json(rows)}) as r(rule_id text, head text, alert_id uuid, last_at timestamptz)
    where h.rule_id = r.rule_id and h.entity = r.head`;
}

/** By suppression, the matches that opened no alert: each of the others did. */
function suppressedIn(planned: readonly Planned[]): Map<Uuid, { hits: number; lastAt: number }> {
  const counted = new Map<Uuid, { hits: number; lastAt: number }>();
  for (const { group, alerts } of planned) {
    if (!group.suppression) continue;
    const known = counted.get(group.suppression) ?? { hits: 0, lastAt: 0 };
    counted.set(group.suppression, {
      hits: known.hits + group.hits.length - alerts.filter(({ isNew }) => isNew).length,
      lastAt: Math.max(known.lastAt, group.hits.at(-1)?.at ?? 0),
    });
  }
  return counted;
}
