import type { Database, TenantTx } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { dateFrom, systemClock, type Clock } from '@vedette/kernel';
import { refuse } from '../refusals';
import { exclusionOf, type Exclusion } from './exclusion';
import { exclusionRows } from './exclusions';
import { listRules } from './list-rules';
import type { ListedRule, RulePage, RuleQuery } from './listed-rule';
import type { RuleFileVersion } from './rule-file';
import { versionsIn } from './rule-files';
import { settingsOf, type RuleSetting } from './rule-settings';
import { testOf, testRows, type SavedRuleTest } from './rule-tests';
import { storableText } from './storable-text';

export interface RuleDay {
  /** `2026-11-21` */
  readonly day: string;
  readonly matched: number;
  readonly excluded: number;
  readonly alerts: number;
}

/** A rule as its page shows it. */
export interface RuleDetail extends ListedRule {
  /** The whole file it is in. */
  readonly yaml: string;
  /** The tenant's own file and its newest version; null for a pack's rule. */
  readonly file: { readonly path: string; readonly version: number } | null;
  /** The pack's rule whose place it takes. */
  readonly replaces: { readonly pack: string; readonly yaml: string } | null;
  /** Newest first; none for a pack's rule. */
  readonly versions: readonly RuleFileVersion[];
  readonly setting: RuleSetting;
  readonly inForce: readonly Exclusion[];
  readonly tests: readonly SavedRuleTest[];
  /** The last 90 days on which it did something, oldest first. */
  readonly days: readonly RuleDay[];
}

const NINETY_DAYS = 90 * 86_400_000;

/** Every rule a tenant has, of packs and of its own, with what it decided about each and what each did. */
export class RuleList {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** @throws Refusal `auth.forbidden`, `page.size_invalid`, `cursor.malformed`, `filter.too_long`, `rule.technique_malformed` */
  async list(actor: Actor, query: RuleQuery): Promise<RulePage> {
    actor.require('rule:read');
    return this.database.tenant(actor, (tx) => listRules(tx, query, this.clock.now()));
  }

  /** The rule that runs under this id: the tenant's own before a pack's. @throws Refusal `auth.forbidden`, `rule.not_found` */
  async get(actor: Actor, ruleId: string): Promise<RuleDetail> {
    actor.require('rule:read');
    const id = storableText(ruleId.slice(0, 513));
    return this.database.tenant(actor, async (tx) => {
      const { edges } = await listRules(tx, { first: 100 }, this.clock.now(), id);
      const rules = edges.map(({ rule }) => rule);
      const rule = rules.find(({ own }) => own) ?? rules.find(({ refusal }) => refusal === null) ?? rules[0];
      if (!rule || id === '') throw refuse('rule.not_found');
      return this.detail(tx, rule);
    });
  }

  private async detail(tx: TenantTx, rule: ListedRule): Promise<RuleDetail> {
    const { id, own } = rule;
    const path = `${rule.pack}/${rule.path}`;
    const since = dateFrom(this.clock.now() - NINETY_DAYS).toISOString().slice(0, 10);
    const [file, packed, versions, [setting], exclusions, tests, days] = await Promise.all([
      tx.sql<{ yaml: string; version: number }>`select yaml, version from rule_files where ${own} and path = ${path}`,
      tx.sql<{ pack: string; path: string; yaml: string }>`
        select pack_id as pack, path, yaml from rules where rule_id = ${id} order by (refusal is null) desc, pack_id, path`,
      own ? versionsIn(tx, path) : [],
      settingsOf(tx, [id]),
      exclusionRows(tx, id),
      testRows(tx, [id]),
      tx.sql<RuleDay>`
        select to_char(day, 'YYYY-MM-DD') as day, matched::float8 as matched, excluded::float8 as excluded, alerts::float8 as alerts
        from rule_days where rule_id = ${id} and day > ${since}::date order by rule_days.day`,
    ]);
    const ofPack = own ? packed[0] : packed.find((one) => one.pack === rule.pack && one.path === rule.path);
    if (!setting) throw new Error('a rule has no setting');
    return {
      ...rule,
      yaml: file[0]?.yaml ?? ofPack?.yaml ?? '',
      file: file[0] ? { path, version: file[0].version } : null,
      replaces: own && ofPack ? { pack: ofPack.pack, yaml: ofPack.yaml } : null,
      versions,
      setting,
      inForce: exclusions.map((row) => exclusionOf(row, this.clock.now())).filter(({ inForce }) => inForce),
      tests: tests.map(testOf),
      days,
    };
  }
}
