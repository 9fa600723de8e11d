import { RE2 } from 're2-wasm';
import { RuleFault } from '../parse/rule-fault';
import type { RegexFlags } from './parse-regex';
import { parseRegex } from './parse-regex';
import { trimmed } from './trim-regex';
import { printRegex } from './print-regex';
import { hasLookaround, regexCost } from './regex-cost';
import { requiredLiterals, requiredRuns } from './required-literals';

/** Steps a backtracking search may take before RE2, slower but linear, is the better choice (some milliseconds). */
const stepBudget = 4_000_000;

/** A regular expression whose running time is bounded for any text. */
export interface SafeRegex {
  readonly source: string;
  readonly flags: string;
  /** One of these is in the lower-cased text of every match; null = nothing is promised. */
  readonly required: readonly string[] | null;
  /** All of these are in the lower-cased text of every match. */
  readonly runs: readonly string[];
  test(text: string): boolean;
}

// WebAssembly memory is not collected: without this, every reload of the rules would compile (and leak) each expression again.
const compiledRe2 = new Map<string, RE2>();
const maxCompiledRe2 = 4_096;

function re2For(source: string): RE2 {
  const known = compiledRe2.get(source);
  if (known) return known;
  if (compiledRe2.size >= maxCompiledRe2) throw new RuleFault('too many different regular expressions are loaded');
  let made: RE2;
  try {
    made = new RE2(source, 'u');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^Invalid regular expression: .*?\/u: /s, '') : 'RE2 refuses it';
    throw new RuleFault(`the regular expression cannot be used: ${why}`);
  }
  compiledRe2.set(source, made);
  return made;
}

/**
 * Runs on RegExp where a bound is proved and small for the text at hand, else on RE2. Lookaround, which RE2 lacks,
 * is accepted only where RegExp is proved linear.
 * @throws RuleFault when the expression is malformed, outside the subset, or nothing can bound it
 */
export function safeRegex(source: string, flags: RegexFlags): SafeRegex {
  const node = trimmed(parseRegex(source, flags));
  const cost = regexCost(node);
  const written = (['i', 'm', 's'] as const).filter((flag) => flags[flag]).join('');
  const known = { source, flags: written, required: requiredLiterals(node), runs: requiredRuns(node) };
  if (hasLookaround(node) && !(cost && cost.degree <= 1 && cost.factor <= 200)) {
    throw new RuleFault('the regular expression cannot be used: its lookaround cannot be proved to run in linear time');
  }
  if (!cost) {
    const re2 = re2For(printRegex(node, 're2'));
    return { ...known, test: (text) => re2.test(text) };
  }
  let fast: RegExp;
  try {
    fast = new RegExp(printRegex(node, 'regexp'), 'u');
  } catch (cause) {
    throw new RuleFault(`the regular expression cannot be used: ${cause instanceof Error ? cause.message : 'RegExp refuses it'}`);
  }
  if (hasLookaround(node)) return { ...known, test: (text) => fast.test(text) };
  const longest = Math.floor((stepBudget / cost.factor) ** (1 / Math.max(1, cost.degree)));
  const slow = re2For(printRegex(node, 're2'));
  return { ...known, test: (text) => (text.length <= longest ? fast.test(text) : slow.test(text)) };
}
