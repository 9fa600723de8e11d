import type { SigmaRule } from '../parse/sigma-rule';
import { someText } from '../taxonomy/event-values';
import type { Fields } from '../taxonomy/event-values';
import type { BucketPlan, Candidate } from './bucket-plan';
import { everywhere } from './bucket-plan';
import { EventView } from './event-view';
import type { Mask } from './slot-index';
import { setBit, SlotIndex } from './slot-index';
import { CostTally } from './rule-cost';

const { clz32 } = Math;
/** Below this many conjunctions a missing field clears its bits one by one. */
const fewConjunctions = 24;
const longValue = 96;
/** After so many fields it is asked whether the rest is worth asking. */
const pause = 4;
const few = 2;

interface Slot {
  readonly slot: number;
  readonly index: SlotIndex;
  readonly few: boolean;
}

/**
 * All rules that events of one log are asked, indexed together. Every indexed field yields a mask of the conjunctions
 * it does not rule out; the rules left in the AND of all masks, usually none to six, are then decided exactly.
 */
export class Bucket {
  private readonly view: EventView;
  private readonly slots: readonly Slot[];
  private readonly keywords: SlotIndex | null;
  readonly costs: CostTally;
  private readonly candidates: readonly Candidate[];
  /** Conjunction → candidate. */
  private readonly owner: readonly number[];
  private readonly start: Mask;
  private readonly withoutKeywords: Mask;
  private readonly left: Mask;
  private readonly waiting: Slot[] = [];

  constructor({ fieldNames, candidates, owner, indexes }: BucketPlan, clock: (() => number) | undefined) {
    this.candidates = candidates;
    this.owner = owner;
    this.costs = new CostTally(candidates, clock);
    const words = Math.ceil(owner.length / 32);
    this.start = new Uint32Array(words);
    this.left = new Uint32Array(words);
    for (let number = 0; number < owner.length; number++) setBit(this.start, number);
    this.keywords = indexes.find(({ slot }) => slot === everywhere)?.index ?? null;
    this.withoutKeywords = this.keywords?.whenMissing ?? this.start;
    this.slots = indexes
      .filter(({ slot }) => slot !== everywhere)
      .map(({ slot, index }) => ({ slot, index, few: index.conjunctions.length < fewConjunctions }))
      .sort((a, b) => b.index.conjunctions.length - a.index.conjunctions.length);
    this.view = new EventView(fieldNames);
  }

  /** True when made of just these rules, in this order. */
  isOf(rules: readonly { readonly rule: SigmaRule }[]): boolean {
    return rules.length === this.candidates.length && rules.every(({ rule }, at) => this.candidates[at]?.rule === rule);
  }

  /** Adds each rule that matches, in the bucket's order. */
  evaluate(fields: Fields, matched: SigmaRule[]): void {
    this.view.show(fields);
    this.left.set(this.start);
    this.narrow();
    if (this.keywords && meets(this.left, this.keywords.whenMissing)) keepOnly(this.left, this.keywords.maskOfAll(this.view));
    this.decide(matched);
    this.view.forget();
  }

  /** Remembered answers first: they often leave nothing that would need a scan. */
  private narrow(): void {
    const { view, left, waiting } = this;
    waiting.length = 0;
    let asked = 0;
    for (const each of this.slots) {
      const value = textual(view.value(each.slot));
      if (value === undefined || value === null) this.missing(each);
      else if (typeof value !== 'string') waiting.push(each);
      else {
        const known = each.index.memo.get(value);
        if (known) keepOnly(left, known);
        else waiting.push(each);
      }
      // Deciding two or three is cheaper than asking many more fields about them.
      if (++asked % pause === 0 && this.isNearlyDecided()) return;
    }
    // Short values before long ones, for the same reason.
    for (const each of waiting) if (!this.isLong(each) && this.concerns(each)) keepOnly(left, this.ask(each));
    for (const each of waiting) if (this.isLong(each) && this.concerns(each)) keepOnly(left, this.ask(each));
  }

  /** Keywords have their own turn, so conjunctions that wait for them do not count. */
  private isNearlyDecided(): boolean {
    let count = 0;
    for (let word = 0; word < this.left.length; word++) {
      for (let bits = ((this.left[word] ?? 0) & (this.withoutKeywords[word] ?? 0)) | 0; bits !== 0; bits &= bits - 1) if (++count > few) return false;
    }
    return true;
  }

  private isLong({ slot }: Slot): boolean {
    const value = this.view.value(slot);
    return typeof value === 'string' ? value.length > longValue : typeof value === 'object';
  }

  private missing({ index, few }: Slot): void {
    if (!few) keepOnly(this.left, index.whenMissing);
    else for (const one of index.conjunctions) this.left[one >>> 5] = (this.left[one >>> 5] ?? 0) & ~(1 << (one & 31));
  }

  private concerns({ index, few }: Slot): boolean {
    if (!few) return meets(this.left, index.whenMissing);
    for (const one of index.conjunctions) if (((this.left[one >>> 5] ?? 0) & (1 << (one & 31))) !== 0) return true;
    return false;
  }

  private ask({ slot, index }: Slot): Mask {
    const value = textual(this.view.value(slot));
    if (typeof value === 'string') {
      const kept = index.memo.wants(value);
      const mask = index.maskOf(value, kept);
      if (kept) index.memo.set(value, mask);
      return mask;
    }
    index.begin();
    someText(value, (text) => {
      index.add(text);
      return false;
    });
    return index.end();
  }

  private decide(matched: SigmaRule[]): void {
    const { left, owner, candidates, view, costs } = this;
    const timed = costs.begin();
    let last = -1;
    for (let word = 0; word < left.length; word++) {
      for (let bits = (left[word] ?? 0) | 0; bits !== 0; bits &= bits - 1) {
        const candidate = owner[word * 32 + (31 - clz32(bits & -bits))] ?? 0;
        // Conjunctions of one rule are neighbours.
        if (candidate === last) continue;
        last = candidate;
        const one = candidates[candidate];
        if (!one) continue;
        const holds = one.matches(view);
        costs.count(candidate, holds, timed);
        // On two routes at once a rule stands here twice, side by side.
        if (holds && matched.at(-1) !== one.rule) matched.push(one.rule);
      }
    }
  }
}

/** Numbers are remembered and compared by their text. */
function textual(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

function keepOnly(left: Mask, mask: Mask): void {
  for (let word = 0; word < left.length; word++) left[word] = (left[word] ?? 0) & (mask[word] ?? 0);
}

/** True when something is left that the field has a say in. */
function meets(left: Mask, whenMissing: Mask): boolean {
  for (let word = 0; word < left.length; word++) if (((left[word] ?? 0) & ~(whenMissing[word] ?? 0)) !== 0) return true;
  return false;
}
