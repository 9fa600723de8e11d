import type { SigmaRule } from '@vedette/sigma';
import { alertWindow } from './alert-window';
import { inert } from './inert';

/**
 * What an alert keeps of its rule, so that it can be read when the rule is gone. Attribution stays with it (DRL 1.1).
 * Texts are made inert: YAML can spell a NUL, and a rule whose title Postgres refuses would stop every segment it fires on.
 */
export interface RuleFacts {
  readonly rule_id: string;
  readonly rule_title: string;
  readonly rule_author: string;
  readonly rule_licence: string;
  readonly rule_pack: string;
  readonly severity: SigmaRule['level'];
  readonly attack: readonly string[];
}

export function ruleFacts(rule: Pick<SigmaRule, 'id' | 'title' | 'author' | 'licence' | 'origin' | 'level' | 'tags'>): RuleFacts {
  return {
    rule_id: rule.id,
    rule_title: inert(rule.title, 512),
    rule_author: inert(rule.author, 512) || 'unknown',
    rule_licence: inert(rule.licence ?? '', 128) || 'unknown',
    rule_pack: packOf(rule.origin),
    severity: rule.level,
    attack: rule.tags.filter((tag) => tag.startsWith('attack.')).slice(0, 50).map((tag) => inert(tag, 100)),
  };
}

/** `starter/windows/x.yml` → `starter`: `RulePacks` gives every rule its pack and path as origin. */
export function packOf(origin: string): string {
  return origin.split('/', 1)[0] ?? origin;
}

/** A rule with what this product adds to Sigma: its custom attribute `vedette.window`, as `RulePacks` read it. */
export interface WindowedRule extends SigmaRule {
  readonly window?: string;
}

/** How long after its last event an alert of this rule takes further ones in; milliseconds. */
export function windowOf(rule: WindowedRule): number {
  return alertWindow(rule.window);
}
