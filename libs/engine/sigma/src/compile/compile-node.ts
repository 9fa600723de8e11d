import { clockPartOf } from '../modifiers/clock-part';
import type { FieldTest, RuleNode } from '../modifiers/field-test';
import { isInNetwork } from '../modifiers/network';
import { compares, refersTo, spelledNumber } from '../plain/plain-tests';
import { regexMatches } from '../regex/safe-regex';
import { someText } from '../taxonomy/event-values';
import type { EventView } from './event-view';
import { textMatcher } from './text-matcher';

export type ViewTest = (view: EventView) => boolean;
/** @param raw as in the event @param lower the same, lower-cased */
type TextTest = (raw: string, lower: string) => boolean;

/** Gives each field name of a bucket its number. */
export class SlotNames {
  private readonly slots = new Map<string, number>();
  readonly names: string[] = [];

  slotOf(name: string): number {
    const known = this.slots.get(name);
    if (known !== undefined) return known;
    this.slots.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

function textTest(test: FieldTest): TextTest {
  switch (test.op) {
    case 'text': {
      const matches = textMatcher(test.pattern, test.cased);
      return test.cased ? (raw) => matches(raw) : (_raw, lower) => matches(lower);
    }
    case 'regex': {
      const { regex } = test;
      return (raw, lower) => {
        for (const run of regex.runs) if (!lower.includes(run)) return false;
        return regexMatches(regex, raw);
      };
    }
    case 'cidr':
      return (raw) => isInNetwork(test.network, raw);
    case 'compare':
      return (raw) => {
        const number = spelledNumber(raw);
        return number !== null && compares(number, test.how, test.value);
      };
    case 'clock':
      return (raw) => {
        const part = clockPartOf(raw, test.part);
        return part !== null && compares(part, test.how, test.value);
      };
    default:
      return () => false;
  }
}

function onSlot(slot: number, passes: TextTest): ViewTest {
  return (view) => {
    const value = view.value(slot);
    if (typeof value === 'string') return passes(value, view.lower(slot, value));
    if (value === undefined || value === null) return false;
    return someText(value, (text) => passes(text, text.toLowerCase()));
  };
}

function leafTest(field: string | null, test: FieldTest, slotOf: (field: string) => number): ViewTest {
  if (field === null) {
    const passes = textTest(test);
    return (view) => {
      const lowered = view.lowerLeaves();
      return view.leaves().some((text, at) => passes(text, lowered[at] ?? ''));
    };
  }
  const slot = slotOf(field);
  if (test.op === 'null') return (view) => (view.value(slot) ?? null) === null;
  if (test.op === 'exists') return (view) => (view.value(slot) !== undefined) === test.wanted;
  if (test.op === 'field') {
    const other = slotOf(test.other);
    return (view) => someText(view.value(slot), (own) => someText(view.value(other), (text) => refersTo(test, own, text)));
  }
  return onSlot(slot, textTest(test));
}

/** Rough cost of asking a condition, in tests of one short field. */
export function price(node: RuleNode): number {
  if (node.kind === 'not') return price(node.of);
  if (node.kind !== 'test') return node.of.reduce((sum, part) => sum + price(part), 0);
  if (node.field === null) return 1_000;
  return node.test.op === 'regex' ? 200 : node.test.op === 'clock' ? 5 : 1;
}

/** A condition as one function. Short loops instead of `every`/`some`: this runs for each candidate rule of each event. */
export function compileNode(node: RuleNode, slotOf: (field: string) => number): ViewTest {
  if (node.kind === 'test') return leafTest(node.field, node.test, slotOf);
  if (node.kind === 'not') {
    const of = compileNode(node.of, slotOf);
    return (view) => !of(view);
  }
  // Order does not change the answer: cheap questions first.
  const parts = [...node.of].sort((a, b) => price(a) - price(b)).map((part) => compileNode(part, slotOf));
  if (node.kind === 'and') {
    return (view) => {
      for (const part of parts) if (!part(view)) return false;
      return true;
    };
  }
  return (view) => {
    for (const part of parts) if (part(view)) return true;
    return false;
  };
}
