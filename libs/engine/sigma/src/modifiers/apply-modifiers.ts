import { RuleFault } from '../parse/rule-fault';
import type { YamlValue } from '../parse/yaml-document';
import { safeRegex } from '../regex/safe-regex';
import { base64, base64Offsets, bytesAsText, utf16Bytes, utf8Bytes } from './encodings';
import { expandPlaceholders } from './expand';
import type { ClockPart, Comparison, FieldTest } from './field-test';
import type { ModifierChain, Placeholders } from './modifier-chain';
import { parseNetwork } from './network';
import type { TextPattern } from './text-pattern';
import { anyRun, hasWildcard, literalOf, open, parseText } from './text-pattern';
import { maxWindashForms, windash } from './windash';

function clockTest(part: ClockPart, chain: ModifierChain, value: YamlValue): FieldTest {
  return { op: 'clock', part, how: chain.compare ?? 'eq', value: numberOf(value, part) };
}

function numberOf(value: YamlValue, modifier: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw new RuleFault(`the modifier ${modifier} needs a number`);
  return number;
}

function textOf(value: YamlValue, modifier: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new RuleFault(`the modifier ${modifier} needs a text`);
}

function regexTest(value: YamlValue, chain: ModifierChain): FieldTest {
  return { op: 'regex', regex: safeRegex(textOf(value, 're'), chain.regexFlags) };
}

function compareTest(value: YamlValue, how: Comparison): FieldTest {
  return { op: 'compare', how, value: numberOf(value, how) };
}

function cidrTest(value: YamlValue): FieldTest {
  const network = parseNetwork(textOf(value, 'cidr'));
  if (!network) throw new RuleFault(`"${String(value)}" is not an IPv4 or IPv6 network`);
  return { op: 'cidr', network };
}

/** Runs the modifiers that change text, in the order written. */
function encoded(pattern: TextPattern, chain: ModifierChain): TextPattern[] {
  let patterns = [pattern];
  let bytes: Uint8Array | null = null;
  const literal = (modifier: string): string => {
    const [only = []] = patterns;
    if (patterns.length !== 1 || hasWildcard(only)) throw new RuleFault(`the modifier ${modifier} cannot encode wildcards or several forms`);
    return literalOf(only);
  };
  for (const modifier of chain.encodings) {
    if (modifier === 'windash') {
      patterns = patterns.flatMap((one) => windash(one) ?? tooMany());
    } else if (modifier === 'base64' || modifier === 'base64offset') {
      const from: Uint8Array = bytes ?? utf8Bytes(literal(modifier));
      patterns = (modifier === 'base64' ? [base64(from)] : base64Offsets(from)).map((text) => [text]);
      bytes = null;
    } else {
      bytes = utf16Bytes(literal(modifier), modifier === 'utf16be' ? 'be' : 'le', modifier === 'utf16');
      patterns = [[bytesAsText(bytes)]];
    }
  }
  return patterns;
}

function tooMany(): never {
  throw new RuleFault(`windash makes more than ${maxWindashForms} forms of one value`);
}

function textTests(value: YamlValue, chain: ModifierChain, placeholders: Placeholders): FieldTest[] {
  const text = textOf(value, 'text');
  const patterns = chain.expand ? expandPlaceholders(text, placeholders) : [parseText(text)];
  return patterns
    .flatMap((pattern) => encoded(pattern, chain))
    .map((pattern) => ({ op: 'text', pattern: open(pattern, chain.openStart, chain.openEnd), cased: chain.cased }));
}

/**
 * The tests one written value stands for; several mean "any of them" (base64offset, windash, expand).
 * @throws RuleFault when value and modifiers do not go together
 */
export function testsFor(value: YamlValue, chain: ModifierChain, placeholders: Placeholders): FieldTest[] {
  if (value !== null && typeof value === 'object') throw new RuleFault('a value is a map or a list where a text or number should be');
  if (chain.exists) {
    if (typeof value !== 'boolean') throw new RuleFault('the modifier exists needs true or false');
    return [{ op: 'exists', wanted: value }];
  }
  if (value === null) return [{ op: 'null' }];
  if (chain.fieldref) return [{ op: 'field', other: textOf(value, 'fieldref'), start: chain.openStart, end: chain.openEnd, cased: chain.cased }];
  if (chain.clock) return [clockTest(chain.clock, chain, value)];
  if (chain.compare) return [compareTest(value, chain.compare)];
  if (chain.regex) return [regexTest(value, chain)];
  if (chain.cidr) return [cidrTest(value)];
  if (typeof value !== 'string' && chain.encodings.length === 0) {
    return [{ op: 'text', pattern: open([String(value)], chain.openStart, chain.openEnd), cased: chain.cased }];
  }
  return textTests(value, chain, placeholders);
}

/** A keyword is looked for anywhere inside a value. */
export function asKeyword(test: FieldTest): FieldTest {
  if (test.op !== 'text') return test;
  return { ...test, pattern: test.pattern.length === 0 ? [anyRun] : open(test.pattern, true, true) };
}
