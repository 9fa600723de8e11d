/** Thrown for a snapshot that is not one, is damaged, or is of a version this code does not read. */
export class SnapshotFault extends Error {
  override readonly name = 'SnapshotFault';
}

/** What `JSON.parse` can give back. */
export type Saved = string | number | boolean | null | readonly Saved[] | { readonly [key: string]: Saved };

export function savedList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new SnapshotFault(`the snapshot's ${what} is not a list`);
  return value;
}

export function savedMap(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SnapshotFault(`the snapshot's ${what} is not a map`);
  return value as Readonly<Record<string, unknown>>;
}

export function savedNumber(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new SnapshotFault(`the snapshot's ${what} is not a number`);
  return value;
}

export function savedText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new SnapshotFault(`the snapshot's ${what} is not a text`);
  return value;
}

/** JSON has no infinity: a time that never was is null. */
export const savedTime = (at: number): number | null => (Number.isFinite(at) ? at : null);
export const timeSaved = (value: unknown, what: string): number => (value === null ? -Infinity : savedNumber(value, what));
