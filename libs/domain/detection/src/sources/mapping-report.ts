import type { Database } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { missingForKind, type Level, type SigmaRule } from '@vedette/sigma';
import { RuleReader } from '../rules/rule-reader';

/** A rule that can match nothing of a source, though it is about that log. */
export interface DeafRule {
  readonly ruleId: string;
  readonly title: string;
  readonly level: Level;
  readonly source: string;
  readonly kind: string;
  /** What the source would have to send. */
  readonly missing: readonly string[];
}

export interface RuleHearing {
  /** Rules that are on. */
  readonly rules: number;
  /** Of those, rules about a log that some source sends. */
  readonly reached: number;
  /** Of those, rules that can match: some source sends what they ask for. */
  readonly able: number;
  /** The dangerous ones first. */
  readonly deaf: readonly DeafRule[];
}

interface SourceShape {
  readonly source: string;
  readonly kind: string;
  readonly fields: readonly string[];
}

const MOST = 1_000;
const order: readonly Level[] = ['critical', 'high', 'medium', 'low', 'informational'];

/** Says which rule needs which field that which source never sends. */
export class MappingReport {
  private readonly database: Database;
  private readonly reader = new RuleReader();

  constructor(deps: { readonly database: Database }) {
    this.database = deps.database;
  }

  /** Over all rules that are on and all sources of a known kind. @throws Refusal `auth.forbidden` */
  async of(actor: Actor): Promise<RuleHearing> {
    actor.require('source:read');
    const { texts, off, sources } = await this.database.tenant(actor, async (tx) => ({
      texts: await tx.sql<{ origin: string; text: string }>`
        select pack_id || '/' || path as origin, yaml as text from rules where refusal is null and kind = 'rule'
        union all select path, yaml from rule_files`,
      off: await tx.sql<{ rule_id: string }>`select rule_id from rule_settings where not enabled`,
      sources: await tx.sql<SourceShape>`
        select s.name as source, coalesce(m.kind, s.kind) as kind,
          array(select f.field from source_fields f where f.source = s.name) as fields
        from sources s left join source_mappings m on m.source = s.name where coalesce(m.kind, s.kind) is not null`,
    }));
    const disabled = new Set(off.map(({ rule_id }) => rule_id));
    const rules = (await this.reader.read(texts)).flatMap((read) => read.rules).filter(({ id }) => !disabled.has(id));
    return hearing(rules, sources);
  }
}

export function hearing(rules: readonly SigmaRule[], sources: readonly SourceShape[]): RuleHearing {
  const shapes = sources.map(({ source, kind, fields }) => ({ source, kind, names: new Set(fields) }));
  const deaf: DeafRule[] = [];
  let [reached, able] = [0, 0];
  for (const rule of rules) {
    const found = shapes.flatMap(({ source, kind, names }) => {
      const missing = missingForKind(rule, kind, (field) => names.has(field));
      return missing ? [{ ruleId: rule.id, title: rule.title, level: rule.level, source, kind, missing }] : [];
    });
    if (found.length === 0) continue;
    reached++;
    if (found.some(({ missing }) => missing.length === 0)) able++;
    else deaf.push(...found);
  }
  deaf.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level) || (a.title < b.title ? -1 : 1));
  return { rules: rules.length, reached, able, deaf: deaf.slice(0, MOST) };
}
