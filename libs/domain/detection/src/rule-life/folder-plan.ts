/** What applying a folder does, or did. Paths are the pack's and the file's. */
export interface FolderPlan {
  readonly pack: string;
  readonly applied: boolean;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  readonly refused: readonly RefusedFile[];
  readonly failedTests: readonly FailedTest[];
  /** Tests that were run. */
  readonly tests: number;
}

export interface RefusedFile {
  readonly path: string;
  readonly reason: string;
  readonly line: number | null;
  readonly column: number | null;
}

export interface FailedTest {
  readonly path: string;
  readonly name: string;
  readonly why: readonly string[];
}

/** How the files of a pack differ from what is there. */
export function compareFiles(current: ReadonlyMap<string, string>, next: ReadonlyMap<string, string>): Pick<FolderPlan, 'added' | 'changed' | 'removed' | 'unchanged'> {
  const paths = [...next.keys()].sort();
  const known = paths.filter((path) => current.has(path));
  return {
    added: paths.filter((path) => !current.has(path)),
    changed: known.filter((path) => current.get(path) !== next.get(path)),
    removed: [...current.keys()].filter((path) => !next.has(path)).sort(),
    unchanged: known.filter((path) => current.get(path) === next.get(path)),
  };
}
