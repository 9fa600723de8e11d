import type { Saved } from '../../snapshot/saved';
import { savedList } from '../../snapshot/saved';
import type { GroupWindow, WindowProgress, WindowSettings } from './group-window';
import { Sequence, sequenceRefs } from './sequence';

/** temporal_ordered, and temporal_ordered_extended without absence (one sequence for each alternative). */
export class SequenceWindow implements GroupWindow {
  value = 0;
  readonly leftAt = -Infinity;
  private readonly sequences: Sequence[];
  private found: Sequence | null = null;

  constructor(
    private readonly settings: WindowSettings,
    sequences: readonly { readonly rules: readonly number[]; readonly least: number }[],
    /** True: a whole sequence is wanted. False: the length is put to the condition. */
    private readonly whole: boolean,
  ) {
    this.sequences = sequences.map(({ rules, least }) => new Sequence(rules, least));
  }

  get size(): number {
    let size = 0;
    for (const sequence of this.sequences) size += sequence.size;
    return size;
  }

  add(at: number, rule: number, _value: string | number, ref: string, floor: number): void {
    for (const sequence of this.sequences) if (!sequence.add(at, rule, ref, floor, this.settings.maxValues)) this.settings.losses.values++;
  }

  holds(at: number, mask: number): boolean {
    this.value = 0;
    this.found = null;
    for (const sequence of this.sequences) {
      const length = sequence.longest(at, at - this.settings.spanMs, mask);
      if (this.whole && length < sequence.rules.length) continue;
      if (length > this.value) {
        this.value = length;
        this.found = sequence;
      }
    }
    return this.whole ? this.found !== null : this.settings.test(this.value);
  }

  possible(): boolean {
    return true;
  }

  evidence(at: number, refs: string[], max: number): { firstAt: number; lastAt: number } {
    const found = this.found && sequenceRefs(this.found);
    if (found) refs.push(...found.refs.slice(-max));
    return { firstAt: found?.startAt ?? at, lastAt: at };
  }

  progress(at: number): WindowProgress {
    const begun = this.sequences.map((sequence) => sequence.begun(at, at - this.settings.spanMs));
    const best = begun.reduce((longest, one) => (one.met.length > longest.met.length ? one : longest));
    this.value = best.met.length;
    return best;
  }

  save(): Saved {
    return this.sequences.map((sequence) => sequence.save());
  }

  load(saved: unknown): void {
    for (const [index, sequence] of savedList(saved, 'sequences').entries()) this.sequences[index]?.load(sequence);
  }
}
