import type { AttackCoverageQuery } from '@vedette/api-client';

export type Coverage = AttackCoverageQuery['attackCoverage'];
export type Technique = Coverage['techniques'][number];

/** How well a technique is watched, the best first. */
export const states = ['alerts', 'visible', 'blind', 'off', 'none'] as const;
export type State = (typeof states)[number];

export interface Cell {
  readonly technique: Technique;
  /** Of the technique; where those below it are folded in, the best of all. */
  readonly state: State;
  readonly below: readonly Technique[];
}

export interface Column {
  readonly id: string;
  readonly name: string;
  readonly cells: readonly Cell[];
}

export interface MatrixView {
  /** Each sub-technique has a cell of its own; otherwise it is folded into the one above. */
  readonly subs: boolean;
  readonly text: string;
  readonly state: State | null;
}

export function stateOf({ alerts, visible, enabled, disabled }: Technique): State {
  if (alerts > 0) return 'alerts';
  if (visible > 0) return 'visible';
  if (enabled > 0) return 'blind';
  return disabled > 0 ? 'off' : 'none';
}

function best(of: readonly State[]): State {
  return states.find((state) => of.includes(state)) ?? 'none';
}

const isSub = ({ id }: Technique): boolean => id.includes('.');

/** Every technique once, by id, each sub-technique behind the one above it. */
export function cellsOf({ techniques }: Coverage, subs: boolean): Cell[] {
  const below = new Map<string, Technique[]>();
  for (const technique of techniques.filter(isSub)) {
    const above = technique.id.split('.', 1)[0] ?? '';
    below.set(above, [...(below.get(above) ?? []), technique]);
  }
  return techniques
    .filter((technique) => subs || !isSub(technique))
    .map((technique) => {
      const under = below.get(technique.id) ?? [];
      return { technique, below: under, state: best(subs ? [stateOf(technique)] : [technique, ...under].map(stateOf)) };
    });
}

export function countStates(cells: readonly Cell[]): Readonly<Record<State, number>> {
  const counts: Record<State, number> = { alerts: 0, visible: 0, blind: 0, off: 0, none: 0 };
  for (const { state } of cells) counts[state] += 1;
  return counts;
}

/** The matrix as it is looked at: tactics in their order, those with nothing to show left out. */
export function columnsOf({ tactics }: Coverage, cells: readonly Cell[], { text, state }: Omit<MatrixView, 'subs'>): Column[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const hit = ({ id, name }: Technique): boolean => words.every((word) => `${id} ${name}`.toLowerCase().includes(word));
  // One that is folded in is found by what folds it in.
  const shown = cells.filter((cell) => (state === null || cell.state === state) && (hit(cell.technique) || cell.below.some(hit)));
  return tactics
    .map(({ id, name }) => ({ id, name, cells: shown.filter(({ technique }) => technique.tactics.includes(id)) }))
    .filter((column) => column.cells.length > 0);
}
