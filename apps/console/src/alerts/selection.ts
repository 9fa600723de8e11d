/** The most that the gateway changes at once. */
export const MOST_SELECTED = 1000;

/** Which rows are chosen, and from which one a range begins. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor: string | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null };

/** Chooses a row, or leaves it out; with `range` all from the last one that was touched, as that one is. */
export function toggled({ ids, anchor }: Selection, id: string, order: readonly string[], range = false): Selection {
  const [from, to] = [anchor === null ? -1 : order.indexOf(anchor), order.indexOf(id)];
  if (range && anchor !== null && from >= 0 && to >= 0) {
    const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
    return { ids: ids.has(anchor) ? within([...ids, ...between]) : without(ids, between), anchor: id };
  }
  return { ids: ids.has(id) ? without(ids, [id]) : within([...ids, id]), anchor: id };
}

/** All of them, or none where all are chosen already. */
export function allToggled({ ids }: Selection, order: readonly string[]): Selection {
  const chosen = order.filter((id) => ids.has(id)).length;
  return chosen === Math.min(order.length, MOST_SELECTED) ? nothingSelected : { ids: within(order), anchor: null };
}

/** Of those chosen, what is still on the page: nobody changes what they do not see. */
export function stillShown({ ids }: Selection, order: readonly string[]): readonly string[] {
  return order.filter((id) => ids.has(id));
}

function within(ids: readonly string[]): ReadonlySet<string> {
  return new Set([...new Set(ids)].slice(0, MOST_SELECTED));
}

function without(ids: ReadonlySet<string>, gone: readonly string[]): ReadonlySet<string> {
  return new Set([...ids].filter((id) => !gone.includes(id)));
}
