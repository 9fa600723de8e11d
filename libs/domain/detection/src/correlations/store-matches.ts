import { createHash } from 'node:crypto';
import type { CorrelationRule } from '@vedette/correlation';
import { json, type TenantTx } from '@vedette/database';
import { dateFrom, isUuid, type Uuid } from '@vedette/kernel';
import { activeSuppressions, countSuppressed } from '../alerts/active-suppressions';
import { followOpened, type OpenedAlert } from '../alerts/opened-alerts';
import { severityRisk } from '../alerts/risk';
import { ruleFacts } from '../evaluation/rule-facts';
import { idOf, type Burst } from './burst';
import { correlationEntity } from './correlation-entity';
import { correlationReason } from './correlation-reason';
import type { SeenMatch } from './owned-partition';
import { placeBursts } from './place-bursts';
import { storeMatchEvidence } from './store-match-evidence';

interface HeadRow {
  readonly rule_id: string;
  readonly head: string;
  readonly alert_id: Uuid;
  readonly open: boolean;
}

const instant = (at: number): string => dateFrom(at).toISOString();

/**
 * Matches become alerts: one for each run of matches of a group. Its id follows from the correlation, the group and the
 * event that opened it, and it counts an input once, so that applying inputs again changes nothing.
 */
export async function storeMatches(tx: TenantTx, correlations: readonly CorrelationRule[], seen: readonly SeenMatch[], now: number): Promise<{ opened: number; changed: readonly Uuid[] }> {
  if (seen.length === 0) return { opened: 0, changed: [] };
  const rules = new Map(correlations.map((rule) => [rule.id, rule]));
  const bursts = cutIntoBursts(rules, seen);
  const [suppressions, heads] = await Promise.all([activeSuppressions(tx, now), openHeads(tx, bursts)]);
  const fresh = bursts.filter((burst) => burst.opening.match.opens || !heads.has(keyOf(burst)));
  const { places, absorbed } = await placeBursts(tx, fresh, suppressions);
  const opening = fresh.filter((burst) => !absorbed.has(burst));
  const opened = await insertAlerts(tx, opening, places, now);
  await storeMatchEvidence(tx, opening.filter((burst) => opened.has(idOf(burst))).map((burst) => ({ alertId: idOf(burst), match: burst.opening.match })));
  const grown = new Map<Uuid, Growth[]>();
  for (const burst of bursts) {
    const opens = opening.includes(burst);
    const alertId = opens ? idOf(burst) : (absorbed.get(burst) ?? heads.get(keyOf(burst)));
    const all = burst.seen.map((one, n) => ({ one, events: n === 0 && absorbed.has(burst) ? eventsOf(burst) : 1 }));
    const more = opens ? all.slice(1) : all;
    // All that goes to one alert together: an input that brought several matches is counted once, with all of them.
    if (alertId && more.length > 0) grown.set(alertId, [...(grown.get(alertId) ?? []), ...more]);
  }
  const changed = await growAlerts(tx, grown, now);
  await moveHeads(tx, fresh, absorbed, places, now);
  await followOpened(tx, opening.filter((burst) => opened.has(idOf(burst))).map(openedAlert), now);
  return { opened: opened.size, changed: [...new Set([...opened, ...changed])] };
}

/** Events of the match that opens: what an alert counts from, or an alert that gathers it in adds. */
function eventsOf({ rule, opening: { match } }: Burst): number {
  return Math.max(1, rule.type === 'event_count' ? match.value : match.refs.length);
}

function openedAlert(burst: Burst): OpenedAlert {
  const { match } = burst.opening;
  return { id: idOf(burst), severity: burst.rule.level, entity: correlationEntity(match.group), firstAt: match.firstAt };
}

const keyOf = ({ rule, head }: Burst): string => `${rule.id} ${head}`;

/** A group's values as one text that fits an index. */
function headOf(group: Readonly<Record<string, string>>): string {
  const values = Object.entries(group).map(([name, value]) => [name, value.toLowerCase()]);
  return `group/${createHash('sha256').update(JSON.stringify(values)).digest('hex')}`;
}

function cutIntoBursts(rules: ReadonlyMap<string, CorrelationRule>, seen: readonly SeenMatch[]): Burst[] {
  const bursts: Burst[] = [];
  const latest = new Map<string, Burst>();
  for (const one of seen) {
    const rule = rules.get(one.match.ruleId);
    if (!rule) continue;
    const key = `${rule.id} ${headOf(one.match.group)}`;
    const known = latest.get(key);
    if (known && !one.match.opens) {
      known.seen.push(one);
      continue;
    }
    const burst = { rule, head: headOf(one.match.group), opening: one, seen: [one] };
    latest.set(key, burst);
    bursts.push(burst);
  }
  return bursts;
}

/** By correlation and group, the alert that is still open. */
async function openHeads(tx: TenantTx, bursts: readonly Burst[]): Promise<Map<string, Uuid>> {
  const rows = bursts.filter(({ opening }) => !opening.match.opens).map(({ rule, head }) => ({ rule_id: rule.id, head }));
  if (rows.length === 0) return new Map();
  const heads = await tx.sql<HeadRow>`
    select h.rule_id, h.entity as head, h.alert_id, a.status <> 'closed' as open
    from jsonb_to_recordset(${json(rows)}) as r(rule_id text, head text)
    join alert_heads h on h.rule_id = r.rule_id and h.entity = r.head
    join alerts a on a.id = h.alert_id order by a.id for update of a`;
  return new Map(heads.filter(({ open }) => open).map(({ rule_id, head, alert_id }) => [`${rule_id} ${head}`, alert_id]));
}

async function insertAlerts(tx: TenantTx, fresh: readonly Burst[], places: ReadonlyMap<Burst, string>, now: number): Promise<Set<Uuid>> {
  if (fresh.length === 0) return new Set();
  const rows = fresh.map((burst) => {
    const { match, seq } = burst.opening;
    const entity = correlationEntity(match.group);
    return {
      ...ruleFacts(burst.rule),
      id: idOf(burst),
      entity_kind: entity.kind,
      entity: entity.value,
      risk: severityRisk[burst.rule.level],
      suppressed_as: places.get(burst) ?? null,
      group_by: match.group,
      reason: correlationReason(burst.rule, match),
      first_event_at: instant(match.firstAt),
      last_event_at: instant(Math.max(match.firstAt, match.lastAt)),
      event_count: eventsOf(burst),
      applied_seq: seq,
    };
  });
  const inserted = await tx.sql<{ id: Uuid }>`
    insert into alerts (tenant_id, id, rule_id, rule_title, rule_author, rule_licence, rule_pack, severity, attack,
      entity_kind, entity, risk, suppressed_as, source, reason, first_event_at, last_event_at, event_count, applied_seq, group_by, opened_at, changed_at)
    select (select app.tenant_id()), r.id, r.rule_id, r.rule_title, r.rule_author, r.rule_licence, r.rule_pack, r.severity,
      r.attack, r.entity_kind, r.entity, r.risk, r.suppressed_as, 'correlation', r.reason, r.first_event_at, r.last_event_at, r.event_count, r.applied_seq, r.group_by,
      ${dateFrom(now)}, ${dateFrom(now)}
    from jsonb_to_recordset(${json(rows)}) as r(id uuid, rule_id text, rule_title text, rule_author text, rule_licence text,
      rule_pack text, severity text, attack text[], entity_kind text, entity text, risk int, suppressed_as text, group_by jsonb, reason text,
      first_event_at timestamptz, last_event_at timestamptz, event_count bigint, applied_seq bigint)
    on conflict (tenant_id, id) do nothing returning id`;
  return new Set(inserted.map(({ id }) => id));
}

/** A match that an alert takes in, and how many events it adds: the one that completed it, but for one that opened a run. */
interface Growth {
  readonly one: SeenMatch;
  readonly events: number;
}

async function growAlerts(tx: TenantTx, grown: ReadonlyMap<Uuid, readonly Growth[]>, now: number): Promise<Uuid[]> {
  const changed: Uuid[] = [];
  const hits = new Map<Uuid, { hits: number; lastAt: number }>();
  for (const [alertId, more] of grown) {
    const bySeq = new Map<string, Growth[]>();
    for (const growth of more) bySeq.set(growth.one.seq, [...(bySeq.get(growth.one.seq) ?? []), growth]);
    for (const [seq, matches] of [...bySeq].sort(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1))) {
      const last = Math.max(...matches.map(({ one }) => one.match.lastAt));
      const first = Math.min(...matches.map(({ one }) => one.match.firstAt));
      // An alert that was opened by this same input counts its further matches too.
      const [updated] = await tx.sql<{ suppressed_as: string | null }>`
        update alerts set event_count = event_count + ${matches.reduce((sum, { events }) => sum + events, 0)}, applied_seq = ${seq}::bigint,
          last_event_at = greatest(last_event_at, ${dateFrom(last)}), first_event_at = least(first_event_at, ${dateFrom(first)}),
          version = version + 1, changed_at = ${dateFrom(now)}
        where id = ${alertId} and (applied_seq < ${seq}::bigint or (applied_seq = ${seq}::bigint and version = 1 and changed_at = ${dateFrom(now)}))
        returning suppressed_as`;
      if (!updated) continue;
      changed.push(alertId);
      const suppression = updated.suppressed_as?.split('/')[1];
      if (!isUuid(suppression)) continue;
      const known = hits.get(suppression) ?? { hits: 0, lastAt: 0 };
      hits.set(suppression, { hits: known.hits + matches.length, lastAt: Math.max(known.lastAt, last) });
    }
  }
  await countSuppressed(tx, hits);
  return changed;
}

/** A group's head follows its newest alert, also one that a suppression gathers in: what goes on there finds it by the group. */
async function moveHeads(tx: TenantTx, fresh: readonly Burst[], absorbed: ReadonlyMap<Burst, Uuid>, places: ReadonlyMap<Burst, string>, now: number): Promise<void> {
  const newest = new Map<string, { rule_id: string; head: string; alert_id: Uuid; last_at: string }>();
  for (const burst of fresh) {
    const alertId = absorbed.get(burst) ?? idOf(burst);
    const place = absorbed.has(burst) ? undefined : places.get(burst);
    for (const head of place === undefined ? [burst.head] : [burst.head, place]) {
      newest.set(`${burst.rule.id} ${head}`, { rule_id: burst.rule.id, head, alert_id: alertId, last_at: instant(burst.opening.match.lastAt || now) });
    }
  }
  if (newest.size === 0) return;
  await tx.sql`
    insert into alert_heads (tenant_id, rule_id, entity, alert_id, last_event_at)
    select (select app.tenant_id()), r.rule_id, r.head, r.alert_id, r.last_at
    from jsonb_to_recordset(${json([...newest.values()])}) as r(rule_id text, head text, alert_id uuid, last_at timestamptz)
    order by r.rule_id collate "C", r.head collate "C"
    on conflict (tenant_id, rule_id, entity) do update set alert_id = excluded.alert_id, last_event_at = excluded.last_event_at`;
}
