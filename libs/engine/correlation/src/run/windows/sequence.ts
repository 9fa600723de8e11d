import type { Saved } from '../../snapshot/saved';
import { savedList, savedNumber, savedText } from '../../snapshot/saved';

/** The events of a sequence so far, newest first. */
interface Link {
  readonly ref: string;
  readonly before: Link | null;
}

/** The best sequence of one length that ends with one event: the one that begins latest. */
interface Chain {
  readonly startAt: number;
  readonly link: Link;
}

/** An event of one step. `chains[m]` is its best sequence of m steps, where there is one. */
interface Step {
  readonly at: number;
  readonly ref: string;
  chains: (Chain | undefined)[];
}

function firstAfter(steps: readonly Step[], at: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps[middle]?.at ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstNotBefore(steps: readonly Step[], at: number): number {
  let index = firstAfter(steps, at);
  while (index > 0 && steps[index - 1]?.at === at) index--;
  return index;
}

/**
 * Dynamic programming over the prefixes of one sequence of rules. Of two events of a step the later one can only carry
 * a sequence that begins later or equally late, so of all that is settled the newest event of each step is enough.
 */
export class Sequence {
  size = 0;
  /** What the last `longest` found. */
  best: Chain | null = null;
  private readonly steps: Step[][];

  /**
   * @param rules places of the rules, in order
   * @param least shortest length that matters; shorter beginnings are kept only as far as they can grow to it
   */
  constructor(
    readonly rules: readonly number[],
    readonly least: number,
  ) {
    this.steps = rules.map(() => []);
  }

  private compute(step: Step, position: number): void {
    const chains: (Chain | undefined)[] = [];
    const shortest = Math.max(1, this.least - (this.rules.length - 1 - position));
    for (let m = shortest; m <= position + 1; m++) chains[m] = m === 1 ? { startAt: step.at, link: { ref: step.ref, before: null } } : this.extended(step, position, m);
    step.chains = chains;
  }

  private extended(step: Step, position: number, m: number): Chain | undefined {
    let from: Chain | undefined;
    for (let earlier = m - 2; earlier < position; earlier++) {
      const chain = this.newest(earlier, step.at)?.chains[m - 1];
      if (chain && (from === undefined || chain.startAt > from.startAt)) from = chain;
    }
    // One event may be two steps; it is evidence once.
    return from && { startAt: from.startAt, link: from.link.ref === step.ref ? from.link : { ref: step.ref, before: from.link } };
  }

  private newest(position: number, at: number): Step | undefined {
    const steps = this.steps[position] ?? [];
    return steps[firstAfter(steps, at) - 1];
  }

  add(at: number, rule: number, ref: string, floor: number, maxSteps: number): boolean {
    const position = this.rules.indexOf(rule);
    const steps = this.steps[position];
    if (steps === undefined) return true;
    const step: Step = { at, ref, chains: [] };
    this.compute(step, position);
    steps.splice(firstAfter(steps, at), 0, step);
    this.size++;
    let gone = 0;
    while (steps.length > gone + 1 && (steps[gone + 1]?.at ?? Infinity) <= floor) gone++;
    const fits = steps.length - gone <= maxSteps;
    if (!fits) gone++;
    if (gone > 0) steps.splice(0, gone);
    this.size -= gone;
    // What came earlier than others of later steps may be a better beginning for them.
    for (let later = position + 1; later < this.steps.length; later++) {
      const followers = this.steps[later] ?? [];
      for (let i = firstNotBefore(followers, at); i < followers.length; i++) {
        const follower = followers[i];
        if (follower) this.compute(follower, later);
      }
    }
    return fits;
  }

  /** Steps of the longest sequence that ends at `at` with one of the rules of `mask` and began no earlier than `from`; 0 for none. */
  longest(at: number, from: number, mask: number): number {
    let most = 0;
    this.best = null;
    for (const [position, rule] of this.rules.entries()) {
      if ((mask & (1 << rule)) === 0) continue;
      const step = this.newest(position, at);
      if (!step || step.at !== at) continue;
      for (let m = position + 1; m > most; m--) {
        const chain = step.chains[m];
        if (!chain || chain.startAt < from) continue;
        most = m;
        this.best = chain;
      }
    }
    return most;
  }

  /** Rules of the longest beginning that is still inside the window. */
  begun(at: number, from: number): { met: number[]; startAt?: number } {
    for (let position = this.rules.length - 1; position >= 0; position--) {
      const chain = this.newest(position, at)?.chains[position + 1];
      if (chain && chain.startAt >= from) return { met: this.rules.slice(0, position + 1), startAt: chain.startAt };
    }
    return { met: [] };
  }

  save(): Saved {
    const links = (chain: Chain): string[] => {
      const refs: string[] = [];
      for (let link: Link | null = chain.link; link; link = link.before) refs.push(link.ref);
      return refs;
    };
    return this.steps.map((steps) => steps.map(({ at, ref, chains }): Saved => [at, ref, chains.flatMap((chain, m): Saved[] => (chain ? [[m, chain.startAt, links(chain)]] : []))]));
  }

  load(saved: unknown): void {
    for (const [position, list] of savedList(saved, 'sequence').entries()) {
      for (const item of savedList(list, 'step')) {
        const [at, ref, chains] = savedList(item, 'step');
        const step: Step = { at: savedNumber(at, 'time'), ref: savedText(ref, 'ref'), chains: [] };
        for (const one of savedList(chains, 'beginnings')) {
          const [m, startAt, refs] = savedList(one, 'beginning');
          let link: Link | null = null;
          for (const each of [...savedList(refs, 'refs')].reverse()) link = { ref: savedText(each, 'ref'), before: link };
          if (link) step.chains[savedNumber(m, 'length')] = { startAt: savedNumber(startAt, 'start'), link };
        }
        this.steps[position]?.push(step);
        this.size++;
      }
    }
  }
}

/** The refs of a sequence in the order of its steps. */
export function sequenceRefs(sequence: Sequence): { startAt: number; refs: string[] } | null {
  if (!sequence.best) return null;
  const refs: string[] = [];
  for (let link: Link | null = sequence.best.link; link; link = link.before) refs.push(link.ref);
  return { startAt: sequence.best.startAt, refs: refs.reverse() };
}
