import { BLOCK_ROWS } from './block-index';
import type { Block } from './block-index';
import { gramPlaces, hasBits, valuePlaces } from './grams';
import { SEARCHED_COLUMNS } from './lake-row';
import type { SearchedColumn } from './lake-row';
import type { Plan } from './narrowing';

/** Rows `from` (included) to `to` (not included) of a file. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Where candidates may be: among all rows of some blocks, among the escaped ones only (see `escapesOf`) of others. */
export interface Choice {
  readonly full: readonly RowRange[];
  readonly escaped: readonly RowRange[];
}

/** What a block may hold: candidates only among its escaped rows, or anywhere. In this order, for `all` and `any`. */
const [NONE, ESCAPED, ANYWHERE] = [0, 1, 2] as const;

type Verdict = (block: Block) => number;

/** Never leaves out a block that holds a candidate. Without an index, the whole file. */
export function chooseBlocks(rows: number, blocks: readonly Block[] | undefined, plan: Plan, window: { readonly from: number; readonly to: number }): Choice {
  if (blocks === undefined) return { full: [{ from: 0, to: rows }], escaped: [] };
  const verdict = verdictOf(plan);
  const ranges: [never[], RowRange[], RowRange[]] = [[], [], []];
  for (const [place, block] of blocks.entries()) {
    const inWindow = block.lastAt >= window.from && block.firstAt < window.to;
    const list = inWindow ? ranges[verdict(block)] : undefined;
    if (list === undefined || list === ranges[NONE]) continue;
    const from = place * BLOCK_ROWS;
    const to = Math.min(rows, from + BLOCK_ROWS);
    const last = list.at(-1);
    if (last?.to === from) list[list.length - 1] = { from: last.from, to };
    else list.push({ from, to });
  }
  return { full: ranges[ANYWHERE], escaped: ranges[ESCAPED] };
}

function verdictOf(plan: Plan): Verdict {
  switch (plan.kind) {
    case 'everything':
      return () => ANYWHERE;
    case 'nothing':
      return () => NONE;
    case 'text':
      return textVerdict(plan.text);
    case 'column':
      return columnVerdict(plan.column, plan.values);
    case 'all': {
      const parts = plan.parts.map(verdictOf);
      return (block) => Math.min(...parts.map((part) => part(block)));
    }
    case 'any': {
      const parts = plan.parts.map(verdictOf);
      return (block) => Math.max(...parts.map((part) => part(block)));
    }
  }
}

function textVerdict(text: string): Verdict {
  const places = gramPlaces(text);
  const slash = text.includes('/');
  return (block) => {
    if (hasBits(block.grams, places)) return ANYWHERE;
    return block.opaque || (slash && block.slashed) ? ESCAPED : NONE;
  };
}

function columnVerdict(column: SearchedColumn, values: readonly string[]): Verdict {
  const number = SEARCHED_COLUMNS.indexOf(column);
  const places = values.map((value) => valuePlaces(number, value));
  return (block) => {
    const unlisted = (block.unlisted & (1 << number)) !== 0;
    return unlisted || places.some((bits) => hasBits(block.grams, bits)) ? ANYWHERE : NONE;
  };
}
