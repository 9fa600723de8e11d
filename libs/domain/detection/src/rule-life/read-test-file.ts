import { readYaml, RuleFault, type YamlValue } from '@vedette/sigma';
import { Refusal } from '@vedette/kernel';
import { ruleFileLimits } from './rule-file';
import { ruleTestLimits, storableTest, type StorableTest } from './rule-test';

/** Why a file of tests cannot be read. */
export interface TestFileFault {
  readonly reason: string;
  readonly line?: number;
  readonly column?: number;
}

export function isTestFile(path: string): boolean {
  return /\.tests\.(ya?ml|json)$/i.test(path);
}

/** The files that may be meant by `x.tests.yml`. */
export function rulesBeside(path: string): string[] {
  const stem = path.replace(/\.tests\.(ya?ml|json)$/i, '');
  return ['yml', 'yaml'].map((ending) => `${stem}.${ending}`);
}

/** Own properties only, whatever their names: `__proto__` stays a field. */
function plain(value: YamlValue): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

function listOf(path: string, text: string): unknown {
  if (!/\.json$/i.test(path)) return plain(readYaml(text)[0] ?? null);
  if (text.length > ruleFileLimits.characters) throw new RuleFault(`the text is longer than ${ruleFileLimits.characters} characters`);
  return JSON.parse(text);
}

/** A list of `{ name, event, matches }`. Never throws for what the text says. */
export function readTestFile(path: string, text: string): { readonly tests: readonly StorableTest[] } | { readonly fault: TestFileFault } {
  try {
    const list = listOf(path, text);
    if (!Array.isArray(list) || list.length > ruleTestLimits.tests) return { fault: { reason: `tests are a list of at most ${ruleTestLimits.tests} of { name, event, matches }` } };
    const tests = list.map((item: unknown, at) => testOf(item, at));
    const twice = tests.find(({ name }, at) => tests.findIndex((other) => other.name === name) !== at);
    return twice ? { fault: { reason: `two tests are called "${twice.name}"` } } : { tests };
  } catch (fault) {
    if (fault instanceof RuleFault) return { fault: { reason: fault.reason, ...fault.place } };
    if (fault instanceof Refusal) return { fault: { reason: fault.message } };
    if (fault instanceof SyntaxError) return { fault: { reason: 'not valid JSON' } };
    throw fault;
  }
}

function testOf(item: unknown, at: number): StorableTest {
  const { name, event, matches } = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
  if (typeof name !== 'string' || typeof matches !== 'boolean') throw new RuleFault(`test ${at + 1} is no { name, event, matches }`);
  return storableTest({ name, event, matches });
}
