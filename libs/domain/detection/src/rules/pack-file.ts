/** One file of a rule pack: its path inside the pack, with forward slashes, and its text. */
export interface PackFile {
  readonly path: string;
  readonly text: string;
}

/** A pack comes from outside: whatever it is made of, reading it stays within these. */
export const packLimits = {
  entries: 50_000,
  pathLength: 400,
  fileBytes: 262_144,
  totalBytes: 67_108_864,
  archiveBytes: 67_108_864,
} as const;

/** A pack that cannot be read as a whole; single bad rules are refused one by one instead. */
export class PackFault extends Error {
  override readonly name = 'PackFault';
}

/** Rules are YAML files anywhere but below dot folders (`.github` holds YAML that is no rule); licences say how they may be used. */
export function isRuleFile(path: string): boolean {
  return /\.ya?ml$/i.test(path) && !isHidden(path);
}

export function isLicenceFile(path: string): boolean {
  return /(^|\/)LICEN[CS]E[^/]*$/i.test(path) && !isHidden(path);
}

function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
}

/** Counts what is read and throws once it is too much. */
export class PackBudget {
  private entries = 0;
  private bytes = 0;

  entry(path: string): void {
    // A path names the rule in an index, where rows are short.
    if (path.length > packLimits.pathLength) throw new PackFault(`a path in a pack has at most ${packLimits.pathLength} characters`);
    if (++this.entries > packLimits.entries) throw new PackFault(`a pack has at most ${packLimits.entries} entries`);
  }

  file(path: string, bytes: number): void {
    if (bytes > packLimits.fileBytes) throw new PackFault(`${path} is larger than ${packLimits.fileBytes} bytes`);
    this.bytes += bytes;
    if (this.bytes > packLimits.totalBytes) throw new PackFault(`a pack has at most ${packLimits.totalBytes} bytes of rules`);
  }
}
