import { share } from '../layout/format-amount';
import type { Books } from './ledger-sum';

export type Flaw = keyof Books['quality'];

export interface QualityNote {
  readonly flaw: Flaw;
  /** `3.2 % have no time that can be believed` */
  readonly words: string;
  /** What the reader can do. */
  readonly remedy: string;
}

const notes: Readonly<Record<Flaw, { readonly words: string; readonly remedy: string }>> = {
  unparsed: { words: 'are of no known kind', remedy: 'Rules about a certain log cannot hear them. Name the log in the mapping, or send a format that is known.' },
  untimed: { words: 'have no time that can be believed', remedy: 'The time of receipt counts instead. Send the time as @timestamp, in ISO 8601 with its zone, or map the field that holds it.' },
  late: { words: 'came more than an hour late', remedy: 'Alerts on them are as late. Look for a shipper that gathers too long, that was stopped, or whose time zone is wrong.' },
  ahead: { words: 'are dated ahead of our clock', remedy: 'Check the clock of the sender (NTP) and the time zone that it writes.' },
};

export const flaws: readonly Flaw[] = ['unparsed', 'untimed', 'late', 'ahead'];

/** What is wrong with the events that were evaluated, as parts of them; only what there is. */
export function qualityNotes({ evaluated, quality }: Pick<Books, 'evaluated' | 'quality'>): QualityNote[] {
  return flaws.filter((flaw) => quality[flaw] > 0).map((flaw) => ({ flaw, words: `${share(quality[flaw], evaluated)} ${notes[flaw].words}`, remedy: notes[flaw].remedy }));
}
