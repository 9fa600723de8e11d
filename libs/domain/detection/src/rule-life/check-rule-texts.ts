import { loadCorrelations } from '@vedette/correlation';
import { compileRules, lintText, loadRules, type CorrelationDocument, type LintFinding, type LoadedRules, type RefusedRule, type SigmaRule } from '@vedette/sigma';
import { inert } from '../evaluation/inert';
import { summaryOf, type RuleSummary } from '../rules/rule-rows';

/** A file of rules: pack and path, and its text. */
export interface RuleFileText {
  readonly path: string;
  readonly yaml: string;
}

/** Rules that correlations of the texts may refer to. */
export interface KnownRules {
  readonly rules: readonly SigmaRule[];
  readonly correlations: readonly CorrelationDocument[];
}

export interface CheckedText {
  /** Sorted by place. */
  readonly findings: readonly LintFinding[];
  /** The rules and correlations in it; filters are not listed. */
  readonly rules: readonly RuleSummary[];
  readonly loaded: readonly SigmaRule[];
}

export const noKnownRules: KnownRules = { rules: [], correlations: [] };

function pathOf(origin: string): string {
  return origin.replace(/#\d+$/, '');
}

function finding({ origin, ruleId, reason, line, column }: RefusedRule): LintFinding {
  return { origin: pathOf(origin), ruleId, severity: 'error', code: 'refused', message: reason, line, column };
}

/** An id that Postgres or a reader would see otherwise is none: every segment it fires on would be stopped. */
function oddId({ id, origin }: { readonly id: string; readonly origin: string }): LintFinding[] {
  return inert(id, 512) === id ? [] : [{ origin: pathOf(origin), severity: 'error', code: 'refused', message: 'its id holds what no id may' }];
}

/** Texts read before other work of the process gets its turn. */
const BREATH = 10;

async function gently<T, R>(items: readonly T[], work: (some: readonly T[]) => R): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < items.length; from += BREATH) {
    if (from > 0) await new Promise(setImmediate);
    done.push(work(items.slice(from, from + BREATH)));
  }
  return done;
}

/** What the texts hold, and where something in them cannot be read. */
export async function loadTexts(files: readonly RuleFileText[]): Promise<Pick<LoadedRules, 'rules' | 'correlations'>> {
  const loaded = await gently(files, (some) => loadRules(some.map(({ path, yaml }) => ({ origin: path, text: yaml }))));
  return { rules: loaded.flatMap(({ rules }) => rules), correlations: loaded.flatMap(({ correlations }) => correlations) };
}

/** Reads texts that will run together, as the stream would, and says of each all that is wrong with it. */
export async function checkRuleTexts(files: readonly RuleFileText[], known: KnownRules = noKnownRules): Promise<Map<string, CheckedText>> {
  const documents = files.map(({ path, yaml }) => ({ origin: path, text: yaml }));
  const loaded = await loadTexts(files);
  const ids = new Set(loaded.rules.map(({ id }) => id));
  const others = known.rules.filter(({ id }) => !ids.has(id));
  // Ours first: of two with one id the second is refused, and that is then the one it takes the place of.
  const chained = loadCorrelations([...loaded.correlations, ...known.correlations], [...loaded.rules, ...others]);
  const paths = new Set(files.map(({ path }) => path));
  const correlations = chained.correlations.filter(({ origin }) => paths.has(pathOf(origin)));
  const across = [
    ...[...chained.refused, ...compileRules(loaded.rules).refused].map(finding),
    ...[...loaded.rules, ...correlations].flatMap(oddId),
  ];
  const [acrossOf, rulesOf, correlationsOf] = [byPath(across), byPath(loaded.rules), byPath(correlations)];
  const checked = await gently(documents, (some) => some.map((document): [string, CheckedText] => {
    const { origin } = document;
    const findings = [...lintText(document), ...acrossOf(origin)].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
    const rules = rulesOf(origin);
    return [origin, { findings, rules: [...rules, ...correlationsOf(origin)].map(summaryOf), loaded: rules }];
  }));
  return new Map(checked.flat());
}

function byPath<T extends { readonly origin: string }>(all: readonly T[]): (path: string) => readonly T[] {
  const found = new Map<string, T[]>();
  for (const one of all) found.set(pathOf(one.origin), [...(found.get(pathOf(one.origin)) ?? []), one]);
  return (path) => found.get(path) ?? [];
}

/** The first thing that keeps a text from running, if anything does. */
export function firstError({ findings }: Pick<CheckedText, 'findings'>): LintFinding | undefined {
  return findings.find(({ severity }) => severity === 'error');
}

/** All names that correlations in these texts may mean by rules. */
export function referredNames(documents: readonly CorrelationDocument[]): string[] {
  const names = documents.flatMap(({ yaml }) => {
    const correlation = yaml.get('correlation');
    if (!(correlation instanceof Map)) return [];
    const listed: unknown = correlation.get('rules');
    const condition: unknown = correlation.get('condition');
    return [...(Array.isArray(listed) ? listed : [listed]), ...(typeof condition === 'string' ? condition.split(/[^\w.-]+/) : [])];
  });
  return [...new Set(names.filter((name): name is string => typeof name === 'string' && name.length > 2 && name.length <= 512))].slice(0, 200);
}
