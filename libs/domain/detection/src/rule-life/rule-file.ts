import type { LintFinding } from '@vedette/sigma';
import type { RuleSummary } from '../rules/rule-rows';

/** A file of rules as it is now. */
export interface RuleFile {
  readonly path: string;
  readonly yaml: string;
  readonly version: number;
  readonly changedBy: string;
  readonly changedAt: Date;
}

export interface RuleFileVersion {
  readonly path: string;
  readonly version: number;
  /** The file was removed; there is no text of this version. */
  readonly removed: boolean;
  readonly note: string;
  readonly savedBy: string;
  readonly savedAt: Date;
}

/** A rule of a saved file, and what became of it. */
export interface SavedRule extends RuleSummary {
  readonly enabled: boolean;
  /** A rule of a pack has this id; this one runs in its place. */
  readonly replacesPack: boolean;
}

export interface SavedRuleFile {
  readonly file: RuleFile;
  readonly rules: readonly SavedRule[];
  /** Warnings and hints: errors would have refused it. */
  readonly findings: readonly LintFinding[];
}

/** What one tenant may keep. */
export const ruleFileLimits = { characters: 262_144, files: 2_000, totalBytes: 16_777_216, versionsShown: 500 } as const;
