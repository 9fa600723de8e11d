import type { Database, TenantScope } from '@vedette/database';
import type { Clock, Uuid } from '@vedette/kernel';
import { dateFrom } from '@vedette/kernel';
import { compileRules, overlay, type RuleSet, type SigmaFilter } from '@vedette/sigma';
import type { AlertResolution } from '../alerts/alert';
import { readEvent } from '../evaluation/read-event';
import { alertingRules } from './rule-texts';

/** An alert some of whose events an exclusion takes. */
export interface TouchedAlert {
  readonly id: Uuid;
  readonly ruleId: string;
  readonly title: string;
  readonly entity: string;
  readonly resolution: AlertResolution | null;
  readonly openedAt: Date;
  /** Of its copied events that its rule, or a rule of its correlation, matches today. */
  readonly events: number;
  readonly excludedEvents: number;
  /** Nothing of it is left: it would not have been opened. */
  readonly hidden: boolean;
}

export interface ExclusionPreview {
  /** Alerts whose evidence was evaluated. */
  readonly checked: number;
  /** False where there were more alerts than are checked; those closed as true positives come first. */
  readonly complete: boolean;
  readonly touched: readonly TouchedAlert[];
  /** Closed as true positives, and hidden. */
  readonly hiddenTruePositives: readonly TouchedAlert[];
}

interface AlertFacts {
  readonly id: Uuid;
  readonly rule_id: string;
  readonly rule_title: string;
  readonly entity: string;
  readonly resolution: AlertResolution | null;
  readonly opened_at: Date;
}

const DAYS_90 = 90 * 86_400_000;
const MOST_ALERTS = 2_000;
/** Ten events of 64 KB each may come with an alert. */
const ALERTS_AT_ONCE = 25;

/**
 * Which alerts of the last 90 days a filter would have left out, by evaluating their evidence with and without it. One of
 * a correlation counts as hidden when no event of it is left; that it may need more of them is not judged. @throws Outage
 */
export async function previewExclusion(database: Database, scope: TenantScope, clock: Clock, filter: SigmaFilter): Promise<ExclusionPreview> {
  const since = dateFrom(clock.now() - DAYS_90);
  const { base, parts, alerts } = await database.tenant(scope, async (tx) => {
    const fired = await tx.sql<{ rule_id: string }>`select distinct rule_id from alerts where opened_at > ${since}`;
    const alerting = await alertingRules(tx, fired.map(({ rule_id }) => rule_id));
    const concerned = new Set([...alerting.rules.values()].filter((rule) => concerns(filter, rule)).map(({ id }) => id));
    const ids = [...alerting.parts].filter(([, of]) => of.some((id) => concerned.has(id))).map(([id]) => id);
    const found = await tx.sql<AlertFacts>`
      select id, rule_id, rule_title, entity, resolution, opened_at from alerts
      where opened_at > ${since} and rule_id = any(${ids})
      order by (resolution is not distinct from 'true-positive') desc, opened_at desc, id limit ${MOST_ALERTS + 1}`;
    return { base: compileRules(alerting.rules.values()), parts: alerting.parts, alerts: found };
  });
  const filtered = overlay(base, { filters: [filter] });
  const checked = alerts.slice(0, MOST_ALERTS);
  const touched: TouchedAlert[] = [];
  for (let from = 0; from < checked.length; from += ALERTS_AT_ONCE) {
    const some = checked.slice(from, from + ALERTS_AT_ONCE);
    const evidence = await database.tenant(scope, (tx) => tx.sql<{ alert_id: Uuid; event: unknown }>`
      select alert_id, event from alert_evidence where alert_id = any(${some.map(({ id }) => id)}::uuid[])`);
    for (const alert of some) {
      const events = evidence.filter(({ alert_id }) => alert_id === alert.id).map(({ event }) => event);
      touched.push(...touchedBy(alert, new Set(parts.get(alert.rule_id)), events, base, filtered));
    }
    await new Promise(setImmediate);
  }
  return {
    checked: checked.length,
    complete: alerts.length <= MOST_ALERTS,
    touched,
    hiddenTruePositives: touched.filter(({ hidden, resolution }) => hidden && resolution === 'true-positive'),
  };
}

function touchedBy(alert: AlertFacts, parts: ReadonlySet<string>, events: readonly unknown[], base: RuleSet, filtered: RuleSet): TouchedAlert[] {
  const [left, all] = [filtered, base].map((set) => events.filter((event) => matches(set, parts, event)).length);
  // Evidence that the rule no longer matches, or that was cut, says nothing either way.
  const excludedEvents = (all ?? 0) - (left ?? 0);
  if (excludedEvents === 0) return [];
  const { id, rule_id, rule_title, entity, resolution, opened_at } = alert;
  return [{ id, ruleId: rule_id, title: rule_title, entity, resolution, openedAt: opened_at, events: all ?? 0, excludedEvents, hidden: left === 0 }];
}

function matches(set: RuleSet, parts: ReadonlySet<string>, event: unknown): boolean {
  return set.evaluate(readEvent(JSON.stringify(event ?? null))).some(({ id }) => parts.has(id));
}

function concerns({ rules }: SigmaFilter, rule: { readonly id: string; readonly name?: string }): boolean {
  return rules === 'any' || rules.includes(rule.id) || (rule.name !== undefined && rules.includes(rule.name));
}
