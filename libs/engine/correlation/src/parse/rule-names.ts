import type { SigmaRule } from '@vedette/sigma';
import { RuleFault } from '@vedette/sigma';
import type { CorrelationDraft } from './parse-correlation';

interface Named {
  readonly id: string;
  /** The text it stood in: names are unique per text, not per set of rules. */
  readonly source: string;
}

/** Who is meant by an id or a name. */
export class RuleNames {
  private readonly ids = new Set<string>();
  private readonly byName = new Map<string, Named[]>();

  constructor(rules: readonly SigmaRule[], drafts: readonly CorrelationDraft[]) {
    for (const { id, name, origin } of rules) this.enter(id, name, origin.replace(/#\d+$/, ''));
    for (const { rule, document } of drafts) this.enter(rule.id, rule.name, document.source.origin);
  }

  private enter(id: string, name: string | undefined, source: string): void {
    this.ids.add(id);
    if (name === undefined || name === id) return;
    const known = this.byName.get(name) ?? [];
    if (!known.some((one) => one.id === id)) known.push({ id, source });
    this.byName.set(name, known);
  }

  /** @throws RuleFault when nobody is meant, or several */
  resolve(reference: string, source: string, path: readonly (string | number)[]): string {
    if (this.ids.has(reference)) return reference;
    const named = this.byName.get(reference) ?? [];
    const own = named.filter((one) => one.source === source);
    const meant = own.length > 0 ? own : named;
    const [only] = meant;
    if (!only) throw new RuleFault(`no rule has the id or name "${reference.slice(0, 128)}"`, path);
    if (meant.length > 1) throw new RuleFault(`${meant.length} rules have the name "${reference.slice(0, 128)}": refer to one by its id`, path);
    return only.id;
  }
}
