import { createHash } from 'node:crypto';
import type { CorrelationRule } from '@vedette/correlation';
import { json, type TenantTx } from '@vedette/database';
import { dateFrom, type Uuid } from '@vedette/kernel';
import { followOpened, type OpenedAlert } from '../alerts/opened-alerts';
import { severityRisk } from '../alerts/risk';
import { ruleFacts } from '../evaluation/rule-facts';
import { correlationEntity } from './correlation-entity';
import { correlationReason } from './correlation-reason';
import type { SeenMatch } from './owned-partition';
import { storeMatchEvidence } from './store-match-evidence';

/** The matches of one correlation for one group that belong to one alert. */
interface Burst {
  readonly rule: CorrelationRule;
  readonly head: string;
  readonly opening: SeenMatch;
  readonly seen: SeenMatch[];
}

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
  const rules = new Map(correlations.map((rule) => [rule.id, rule]));
  const bursts = cutIntoBursts(rules, seen);
  const heads = await openHeads(tx, bursts);
  const fresh = bursts.filter((burst) => burst.opening.match.opens || !heads.has(keyOf(burst)));
  const opened = await insertAlerts(tx, fresh, now);
  await storeMatchEvidence(tx, fresh.filter((burst) => opened.has(idOf(burst))).map((burst) => ({ alertId: idOf(burst), match: burst.opening.match })));
  const grown = bursts.flatMap((burst) => {
    const isFresh = fresh.includes(burst);
    const alertId = isFresh ? idOf(burst) : heads.get(keyOf(burst));
    const more = isFresh ? burst.seen.slice(1) : burst.seen;
    return alertId && more.length > 0 ? [{ alertId, more }] : [];
  });
  const changed = await growAlerts(tx, grown, now);
  await moveHeads(tx, fresh, now);
  await followOpened(tx, fresh.filter((burst) => opened.has(idOf(burst))).map(openedAlert), now);
  return { opened: opened.size, changed: [...new Set([...opened, ...changed])] };
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

/** UUID version 8 (RFC 9562 §5.8): of what makes the alert this one. */
function idOf({ rule, head, opening }: Burst): Uuid {
  const hex = createHash('sha256').update(JSON.stringify([rule.id, head, opening.match.ref, opening.match.at])).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}` as Uuid;
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

async function insertAlerts(tx: TenantTx, fresh: readonly Burst[], now: number): Promise<Set<Uuid>> {
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
      group_by: match.group,
      reason: correlationReason(burst.rule, match),
      first_event_at: instant(match.firstAt),
      last_event_at: instant(Math.max(match.firstAt, match.lastAt)),
      event_count: Math.max(1, burst.rule.type === 'event_count' ? match.value : match.refs.length),
      applied_seq: seq,
    };
  });
  const inserted = await tx.sql<{ id: Uuid }>`
    insert into alerts (tenant_id, id, rule_id, rule_title, rule_author, rule_licence, rule_pack, severity, attack,
      entity_kind, entity, risk, source, reason, first_event_at, last_event_at, event_count, applied_seq, group_by, opened_at, changed_at)
    select (select app.tenant_id()), r.id, r.rule_id, r.rule_title, r.rule_author, r.rule_licence, r.rule_pack, r.severity,
      r.attack, r.entity_kind, r.entity, r.risk, 'correlation', r.reason, r.first_event_at, r.last_event_at, r.event_count, r.applied_seq, r.group_by,
      ${dateFrom(now)}, ${dateFrom(now)}
    from jsonb_to_recordset(${json(rows)}) as r(id uuid, rule_id text, rule_title text, rule_author text, rule_licence text,
      rule_pack text, severity text, attack text[], entity_kind text, entity text, risk int, group_by jsonb, reason text,
      first_event_at timestamptz, last_event_at timestamptz, event_count bigint, applied_seq bigint)
    on conflict (tenant_id, id) do nothing returning id`;
  return new Set(inserted.map(({ id }) => id));
}

/** Later matches of an alert: each adds the event that completed it. */
async function growAlerts(tx: TenantTx, grown: readonly { readonly alertId: Uuid; readonly more: readonly SeenMatch[] }[], now: number): Promise<Uuid[]> {
  const changed: Uuid[] = [];
  for (const { alertId, more } of grown) {
    const bySeq = new Map<string, SeenMatch[]>();
    for (const one of more) bySeq.set(one.seq, [...(bySeq.get(one.seq) ?? []), one]);
    for (const [seq, matches] of bySeq) {
      const last = Math.max(...matches.map(({ match }) => match.lastAt));
      const first = Math.min(...matches.map(({ match }) => match.firstAt));
      // An alert that was opened by this same input counts its further matches too.
      const updated = await tx.sql`
        update alerts set event_count = event_count + ${matches.length}, applied_seq = ${seq}::bigint,
          last_event_at = greatest(last_event_at, ${dateFrom(last)}), first_event_at = least(first_event_at, ${dateFrom(first)}),
          version = version + 1, changed_at = ${dateFrom(now)}
        where id = ${alertId} and (applied_seq < ${seq}::bigint or (applied_seq = ${seq}::bigint and version = 1 and changed_at = ${dateFrom(now)})) returning 1`;
      if (updated.length > 0) changed.push(alertId);
    }
  }
  return changed;
}

async function moveHeads(tx: TenantTx, fresh: readonly Burst[], now: number): Promise<void> {
  const newest = new Map(fresh.map((burst) => [keyOf(burst), burst]));
  const rows = [...newest.values()].map((burst) => ({ rule_id: burst.rule.id, head: burst.head, alert_id: idOf(burst), last_at: instant(burst.opening.match.lastAt || now) }));
  if (rows.length === 0) return;
  await tx.sql`
    insert into alert_heads (tenant_id, rule_id, entity, alert_id, last_event_at)
    select (select app.tenant_id()), r.rule_id, r.head, r.alert_id, r.last_at
    from jsonb_to_recordset(${json(rows)}) as r(rule_id text, head text, alert_id uuid, last_at timestamptz)
    order by r.rule_id collate "C", r.head collate "C"
    on conflict (tenant_id, rule_id, entity) do update set alert_id = excluded.alert_id, last_event_at = excluded.last_event_at`;
}

