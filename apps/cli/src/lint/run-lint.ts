import type { LintFinding } from '@vedette/sigma';
import { severities } from '@vedette/sigma';
import { readPlaceholders } from '../rules/read-placeholders';
import { readRules } from '../rules/read-rules';
import { placeOfRefusal } from '../rules/rule-set';
import { LineWriter } from '../terminal/line-writer';
import { Progress } from '../terminal/progress';
import type { Terminal } from '../terminal/terminal';
import { counted, printable } from '../terminal/wording';
import { lintTexts } from './lint-texts';

export interface LintOptions {
  readonly paths: readonly string[];
  readonly placeholders?: string;
  readonly format: 'text' | 'json';
  /** Warnings fail as errors do. */
  readonly strict: boolean;
  readonly quiet: boolean;
}

function textOf(finding: LintFinding): string {
  const { severity, code, message, hint } = finding;
  const place = placeOfRefusal({ ...finding, line: finding.line ?? 1, column: finding.line === undefined ? 1 : finding.column, reason: message });
  return `${printable(place)} ${severity} ${code} ${printable(message)}${hint === undefined ? '' : ` (${printable(hint)})`}`;
}

/**
 * Prints what is wrong with rules, one line for each finding.
 * @returns the exit code: 1 with errors
 * @throws InputFault
 */
export async function runLint({ paths, placeholders, format, strict, quiet }: LintOptions, terminal: Terminal): Promise<number> {
  const progress = new Progress(terminal.stderr, !quiet);
  progress.say('reading the rules …');
  const values = placeholders === undefined ? undefined : readPlaceholders(placeholders);
  const texts = await readRules(paths);
  progress.say(`checking ${counted(texts.documents.length, 'text')} …`);
  const findings = lintTexts(texts, values);
  progress.clear();

  const out = new LineWriter(terminal.stdout);
  for (const finding of findings) {
    out.write(format === 'json' ? JSON.stringify(finding) : textOf(finding));
    if (out.closed) break;
  }
  await out.settle();
  const [errors = 0, warnings = 0, infos = 0] = severities.map((severity) => findings.filter((finding) => finding.severity === severity).length);
  const notes = infos > 0 ? `, ${counted(infos, 'note')}` : '';
  if (!quiet && !out.closed) terminal.stderr.write(`${counted(errors, 'error')}, ${counted(warnings, 'warning')}${notes} in ${counted(texts.documents.length + texts.refused.length, 'file')}\n`);
  return errors > 0 || (strict && warnings > 0) ? 1 : 0;
}
