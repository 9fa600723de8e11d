import type { TenantTx } from '@vedette/database';
import { dateFrom } from '@vedette/kernel';
import { refuse } from '../refusals';
import type { ListedRule, RulePage, RuleQuery } from './listed-rule';
import { parseRuleCursor, ruleCursor } from './rule-cursor';
import { storableText } from './storable-text';

const THIRTY_DAYS = 30 * 86_400_000;
/** More than three alerts a day for a month are looked at by nobody. */
const NOISY_ALERTS = 90;
/** As many closed alerts must speak before their share of false positives does. */
const NOISY_CLOSED = 5;

interface ListedRow extends Omit<ListedRule, 'statistics'> {
  readonly ref: string;
  readonly matched: string | null;
  readonly excluded: string | null;
  readonly alerts: string | null;
  readonly last_match_at: Date | null;
  readonly closed: string | null;
  readonly false_positives: string | null;
}

/**
 * By title. A rule is noisy with more than 90 alerts in 30 days, or with half of at least five closed ones false.
 * @param only one rule's id: the one that runs comes first
 * @throws Refusal `page.size_invalid`, `cursor.malformed`, `filter.too_long`, `rule.technique_malformed`
 */
export async function listRules(tx: TenantTx, { first, after, filter }: RuleQuery, now: number, only: string | null = null): Promise<RulePage> {
  if (!Number.isInteger(first) || first < 1 || first > 100) throw refuse('page.size_invalid');
  const from = after ? parseRuleCursor(after) : null;
  const [fromTitle, fromRef] = [from?.title ?? null, from?.ref ?? null];
  const text = filter?.text ? storableText(filter.text).toLowerCase() : null;
  if ((text && text.length > 200) || (filter?.pack && filter.pack.length > 200)) throw refuse('filter.too_long');
  if (filter?.technique && !/^T\d{4}(\.\d{3})?$/i.test(filter.technique)) throw refuse('rule.technique_malformed');
  const technique = filter?.technique ? `attack.${filter.technique.toLowerCase()}` : null;
  const levels = filter?.level?.length ? filter.level : null;
  const [pack, kind, enabled] = [filter?.pack ? storableText(filter.pack) : null, filter?.kind ?? null, filter?.enabled ?? null];
  const [firing, noisy, own] = [filter?.firing ?? null, filter?.noisy ?? null, filter?.own ?? null];
  const since = dateFrom(now - THIRTY_DAYS);
  const rows = await tx.sql<ListedRow>`
    with every as (
      select r.rule_id as id, r.kind, r.title, r.level, r.author, r.licence, r.pack_id as pack, r.path, r.tags, r.logsource, false as own,
        case when r.refusal is null and row_number() over (partition by r.rule_id, r.refusal is null order by r.pack_id, r.path) > 1
          then 'another rule has this id' else r.refusal end as refusal,
        exists (select from tenant_rules t where t.rule_id = r.rule_id) as replaced
      from rules r where ${only}::text is null or r.rule_id = ${only}
      union all
      select t.rule_id, t.kind, t.title, t.level, t.author, '', split_part(t.path, '/', 1), substr(t.path, strpos(t.path, '/') + 1), t.tags, t.logsource, true,
        null, false
      from tenant_rules t where ${only}::text is null or t.rule_id = ${only}),
    days as (
      select rule_id, sum(matched) as matched, sum(excluded) as excluded, sum(alerts) as alerts, max(last_match_at) as last_match_at
      from rule_days where day > ${since.toISOString().slice(0, 10)}::date group by rule_id),
    closings as (
      select rule_id, count(*) as closed, count(*) filter (where resolution = 'false-positive') as false_positives
      from alerts where status = 'closed' and opened_at > ${since} group by rule_id),
    tuned as (
      select rule_id, count(*)::int as exclusions from rule_exclusions
      where ended_at is null and (expires_at is null or expires_at > ${dateFrom(now)}) and rule_id is not null group by rule_id),
    listed as (
      select e.*, e.pack || '/' || e.path || '#' || e.id || case when e.own then '!' else '' end as ref,
        s.severity, coalesce(s.enabled, true) as enabled, coalesce(x.exclusions, 0) as exclusions,
        d.matched, d.excluded, d.alerts, d.last_match_at, c.closed, c.false_positives,
        coalesce(d.alerts, 0) > ${NOISY_ALERTS} or (c.closed >= ${NOISY_CLOSED} and c.false_positives * 2 >= c.closed) as noisy
      from every e left join rule_settings s on s.rule_id = e.id left join tuned x on x.rule_id = e.id
        left join days d on d.rule_id = e.id left join closings c on c.rule_id = e.id)
    select * from listed
    where (${fromTitle}::text is null or (title collate "C", ref collate "C") > (${fromTitle}::text, ${fromRef}::text))
      and (${text}::text is null or strpos(lower(title), ${text}) > 0 or strpos(lower(id), ${text}) > 0)
      and (${pack}::text is null or pack = ${pack})
      and (${kind}::text is null or kind = ${kind})
      and (${own}::boolean is null or own = ${own})
      and (${levels}::text[] is null or coalesce(severity, level) = any(${levels}::text[]))
      and (${enabled}::boolean is null or (enabled and refusal is null and not replaced) = ${enabled})
      and (${technique}::text is null or exists (
        select from unnest(tags) tag where lower(tag) = ${technique} or starts_with(lower(tag), ${technique} || '.')))
      and (${firing}::boolean is null or (coalesce(matched, 0) > 0) = ${firing})
      and (${noisy}::boolean is null or coalesce(noisy, false) = ${noisy})
    order by title collate "C", ref collate "C" limit ${first + 1}`;
  const edges = rows.slice(0, first).map((row) => ({ cursor: ruleCursor(row), rule: ruleOf(row) }));
  return { edges, hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null };
}

function ruleOf({ ref: _ref, matched, excluded, alerts, last_match_at, closed, false_positives, ...row }: ListedRow): ListedRule {
  const { id, kind, title, level, severity, author, licence, pack, path, own, enabled, tags, logsource, replaced, exclusions, refusal } = row;
  return {
    id, kind, title, level, severity, author, licence, pack, path, own, enabled, tags, logsource, replaced, exclusions, refusal,
    statistics: {
      matched: Number(matched ?? 0),
      excluded: Number(excluded ?? 0),
      alerts: Number(alerts ?? 0),
      lastMatchAt: last_match_at,
      closed: Number(closed ?? 0),
      falsePositives: Number(false_positives ?? 0),
    },
  };
}
