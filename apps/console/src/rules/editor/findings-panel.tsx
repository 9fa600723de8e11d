import { ProblemNotice } from '../../layout/problem-notice';
import { visibleText } from '../../layout/visible-text';
import classes from './editor.module.css';
import { findingWords } from './finding-list';
import type { FindingSeverity, ShownFinding } from './finding-list';

interface FindingsPanelProps {
  readonly findings: readonly ShownFinding[];
  /** They are about the text as it stands. */
  readonly settled: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  readonly walk: (line: number, column: number | null) => void;
}

const MOST_SHOWN = 100;
const words: Readonly<Record<FindingSeverity, string>> = { error: 'Error', warning: 'Warning', info: 'Hint' };
const signs: Readonly<Record<FindingSeverity, string>> = { error: '✕', warning: '!', info: 'i' };

/** What is to be said of the text; each line leads to its place. */
export function FindingsPanel({ findings, settled, error, retry, walk }: FindingsPanelProps) {
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {error ? (
        <ProblemNotice error={error} retry={retry} />
      ) : (
        <p role="status" className={settled && findings.length === 0 ? classes.clean : 'muted'}>
          {settled ? findingWords(findings) : 'Checking …'}
        </p>
      )}
      {findings.length > 0 && (
        <ul className={classes.findings} data-stale={!settled || undefined}>
          {findings.slice(0, MOST_SHOWN).map(({ severity, line, column, message, hint }, index) => (
            <li key={index} data-severity={severity}>
              <span aria-hidden="true" className={classes.sign}>
                {signs[severity]}
              </span>
              <div>
                <strong>{words[severity]}</strong>{' '}
                {line !== null && (
                  <button type="button" className={classes.jump} onClick={() => walk(line, column)}>
                    Line {line}
                    {column === null ? '' : `, column ${column}`}
                  </button>
                )}
                <p>{visibleText(message)}</p>
                {hint && <p className="muted">{visibleText(hint)}</p>}
              </div>
            </li>
          ))}
        </ul>
      )}
      {findings.length > MOST_SHOWN && <p className="muted">And {findings.length - MOST_SHOWN} more.</p>}
    </section>
  );
}
