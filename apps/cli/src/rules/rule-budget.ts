import { InputFault } from '../terminal/input-fault';

/** Rules come from outside: whatever they are packed in, reading them stays within these. */
export const ruleLimits = { files: 200_000, fileBytes: 1_048_576, totalBytes: 536_870_912, archiveBytes: 536_870_912, folderDepth: 32 } as const;

/** Counts what is read; beyond a limit reading stops. */
export class RuleBudget {
  private files = 0;
  private bytes = 0;

  /** @throws InputFault */
  file(origin: string, bytes: number): void {
    if (++this.files > ruleLimits.files) throw new InputFault(`${origin}: there are more than ${ruleLimits.files} files`);
    this.bytes += bytes;
    if (this.bytes > ruleLimits.totalBytes) throw new InputFault(`${origin}: there are more than ${ruleLimits.totalBytes / 1_048_576} MB of rules`);
  }
}

/** Why one file is not read as a rule, or null. It costs that rule, not the others. */
export function sizeRefusal(bytes: number): string | null {
  return bytes > ruleLimits.fileBytes ? `a rule file has at most ${ruleLimits.fileBytes / 1_048_576} MB` : null;
}

/** Rules are YAML files anywhere but below dot folders, where YAML configures other tools. */
export function isRulePath(path: string): boolean {
  return /\.ya?ml$/i.test(path) && !path.split('/').some((part) => (part.startsWith('.') && part !== '.' && part !== '..') || part === '__MACOSX');
}
