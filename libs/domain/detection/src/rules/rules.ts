import type { Database } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { loadRules } from '@vedette/sigma';

/** A rule as its page shows it. */
export interface RuleText {
  readonly id: string;
  readonly title: string;
  readonly author: string;
  readonly licence: string;
  readonly pack: string;
  readonly level: string;
  readonly description: string | null;
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly yaml: string;
}

interface RuleRow {
  readonly rule_id: string;
  readonly title: string;
  readonly author: string;
  readonly licence: string;
  readonly pack_id: string;
  readonly level: string;
  readonly yaml: string;
}

/** The texts of the rules, which every tenant may read. */
export class Rules {
  private readonly database: Database;

  constructor(deps: { readonly database: Database }) {
    this.database = deps.database;
  }

  /** Null for a rule that has left the catalog: an alert keeps its title and author itself. @throws Refusal `auth.forbidden` */
  async get(actor: Actor, ruleId: string): Promise<RuleText | null> {
    actor.require('alert:read');
    const [row] = await this.database.tenant(actor, (tx) => tx.sql<RuleRow>`
      select rule_id, title, author, licence, pack_id, level, yaml from rules
      where rule_id = ${ruleId} and refusal is null order by pack_id, path limit 1`);
    if (!row) return null;
    const [rule] = loadRules([{ origin: row.pack_id, text: row.yaml }]).rules;
    return {
      id: row.rule_id,
      title: row.title,
      author: row.author,
      licence: row.licence,
      pack: row.pack_id,
      level: row.level,
      description: rule?.description ?? null,
      references: rule?.references ?? [],
      falsePositives: rule?.falsePositives ?? [],
      yaml: row.yaml,
    };
  }
}
