import { RE2 } from 're2-wasm';
import { RuleFault } from '../parse/rule-fault';
import type { RegexFlags } from './parse-regex';
import { parseRegex } from './parse-regex';
import { trimmed } from './trim-regex';
import { printRegex } from './print-regex';
import { hasLookaround, regexCost } from './regex-cost';
import type { RegexNode } from './regex-node';
import { requiredLiterals, requiredRuns } from './required-literals';

/** Steps a backtracking search may take before RE2, slower but linear, is the better choice (some milliseconds). */
const stepBudget = 4_000_000;

/** How to run an expression, as plain data: loaded rules cross from the thread that reads them to the one that asks them. */
interface RegexProgram {
  /** For RegExp; null where its time is not bounded. */
  readonly fast: string | null;
  /** For RE2; null where it cannot say the same (lookaround). */
  readonly slow: string | null;
  /** Characters up to which `fast` is fast. */
  readonly longest: number;
}

/** A regular expression whose running time is bounded for any text. */
export interface SafeRegex {
  readonly source: string;
  readonly flags: string;
  /** One of these is in the lower-cased text of every match; null = nothing is promised. */
  readonly required: readonly string[] | null;
  /** All of these are in the lower-cased text of every match. */
  readonly runs: readonly string[];
  readonly program: RegexProgram;
}

// WebAssembly memory is not collected: without this, every reload of the rules would compile (and leak) each expression again.
const compiledRe2 = new Map<string, RE2>();
/** New expressions are refused from here on. Those that another thread has accepted still run. */
const maxCompiledRe2 = 4_096;

function re2For(source: string): RE2 {
  const known = compiledRe2.get(source);
  if (known) return known;
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

const tests = new WeakMap<RegexProgram, (text: string) => boolean>();

function build({ fast, slow, longest }: RegexProgram): (text: string) => boolean {
  const re2 = slow === null ? null : re2For(slow);
  if (fast === null) return (text) => re2?.test(text) ?? false;
  const regexp = new RegExp(fast, 'u');
  if (!re2) return (text) => regexp.test(text);
  return (text) => (text.length <= longest ? regexp.test(text) : re2.test(text));
}

/** Whether a text holds a match; built when first asked. */
export function regexMatches({ program }: SafeRegex, text: string): boolean {
  let test = tests.get(program);
  if (!test) {
    test = build(program);
    tests.set(program, test);
  }
  return test(text);
}

function longestFor({ factor, degree }: { readonly factor: number; readonly degree: number }): number {
  return Math.floor((stepBudget / factor) ** (1 / Math.max(1, degree)));
}

/**
 * For replacing: finds what the expression as written finds, without groups, in texts up to `longest` characters; null
 * when nothing bounds its time.
 * @throws RuleFault when the expression is malformed or outside the subset
 */
export function boundedRegExp(source: string): { readonly pattern: RegExp; readonly longest: number } | null {
  const node = parseRegex(source, { i: false, m: false, s: false });
  const cost = regexCost(node);
  if (!cost || hasLookaround(node)) return null;
  return { pattern: new RegExp(printRegex(node, 'regexp'), 'gu'), longest: longestFor(cost) };
}

function programOf(node: RegexNode): RegexProgram {
  const cost = regexCost(node);
  const looks = hasLookaround(node);
  if (looks && !(cost && cost.degree <= 1 && cost.factor <= 200)) {
    throw new RuleFault('the regular expression cannot be used: its lookaround cannot be proved to run in linear time');
  }
  return {
    fast: cost ? printRegex(node, 'regexp') : null,
    slow: looks ? null : printRegex(node, 're2'),
    longest: cost ? longestFor(cost) : 0,
  };
}

/**
 * Runs on RegExp where a bound is proved and small for the text at hand, else on RE2. Lookaround, which RE2 lacks,
 * is accepted only where RegExp is proved linear.
 * @throws RuleFault when the expression is malformed, outside the subset, or nothing can bound it
 */
export function safeRegex(source: string, flags: RegexFlags): SafeRegex {
  const node = trimmed(parseRegex(source, flags));
  const program = programOf(node);
  if (program.slow !== null && !compiledRe2.has(program.slow) && compiledRe2.size >= maxCompiledRe2) throw new RuleFault('too many different regular expressions are loaded');
  try {
    tests.set(program, build(program));
  } catch (cause) {
    if (cause instanceof RuleFault) throw cause;
    throw new RuleFault(`the regular expression cannot be used: ${cause instanceof Error ? cause.message : 'RegExp refuses it'}`);
  }
  const written = (['i', 'm', 's'] as const).filter((flag) => flags[flag]).join('');
  return { source, flags: written, required: requiredLiterals(node), runs: requiredRuns(node), program };
}
