import type { TextFault } from '../layout/code-text';
import type { RenamesRead } from './mapping-text';
import type { Trial } from './use-mapping';

/** Lines of a mapping that changed nothing in any sample: a name was mistyped, or the samples do not show it. */
export function trialHints({ renames, lines }: RenamesRead, trials: readonly Pick<Trial, 'after'>[]): TextFault[] {
  const read = trials.filter(({ after }) => after.problem === null);
  if (read.length === 0) return [];
  return renames.flatMap(({ to }, index) =>
    read.some(({ after }) => has(after.fields, to)) ? [] : [{ line: lines[index] ?? null, column: null, message: 'No sample has the field on the left, so none got this name.', mild: true }],
  );
}

function has(fields: unknown, name: string): boolean {
  return typeof fields === 'object' && fields !== null && Object.hasOwn(fields, name);
}
