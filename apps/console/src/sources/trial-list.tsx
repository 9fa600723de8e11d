import { ApiError } from '@vedette/api-client';
import { wordsOf } from '../api/words-of';
import { counted } from '../layout/format-amount';
import { Moment } from '../layout/moment';
import { visibleText } from '../layout/visible-text';
import { FieldTable } from './field-table';
import { fieldChanges } from './field-changes';
import { kindWords } from './kind-words';
import classes from './source.module.css';
import type { Trial, useTrial } from './use-mapping';

interface TrialListProps {
  readonly trial: Pick<ReturnType<typeof useTrial>, 'data' | 'error' | 'isPending'>;
  /** The mapping was changed since. */
  readonly old: boolean;
  readonly pasted: boolean;
}

/** What became of each line: its kind, its time and its fields, without the mapping and with it. */
export function TrialList({ trial, old, pasted }: TrialListProps) {
  const { data, error, isPending } = trial;
  return (
    <div className={classes.trials}>
      <div role="alert">{error && <p className={classes.wrong}>{failureOf(error)}</p>}</div>
      <p role="status" className="muted">
        {isPending && 'Reading …'}
        {data && data.length === 0 && (pasted ? 'There is no line to read.' : 'This source has no event kept that could be read: paste lines of your own.')}
        {data && data.length > 0 && `${counted(data.length, 'line')} read${pasted ? '' : ', of the newest that came'}.${old ? ' The mapping was changed since; this is about the one before.' : ''}`}
      </p>
      {data?.map((one, index) => (
        <Sample key={index} number={index + 1} trial={one} />
      ))}
    </div>
  );
}

function failureOf(error: unknown): string {
  const reason = error instanceof ApiError ? error.facts['reason'] : undefined;
  return visibleText(typeof reason === 'string' ? `${wordsOf(error)} ${reason}.` : wordsOf(error));
}

const LONGEST = 2000;

function Sample({ number, trial: { before, after } }: { number: number; trial: Trial }) {
  const changes = fieldChanges(before?.fields, after.fields);
  const changed = changes.filter((one) => one.changed);
  const shown = after.original.length > LONGEST ? `${after.original.slice(0, LONGEST)} …` : after.original;
  const [was, is] = [before?.kind ?? null, after.kind];
  return (
    <article className={classes.trial} aria-label={`Line ${number}`}>
      <h3>Line {number}</h3>
      <pre className={classes.original} tabIndex={0} aria-label={`Line ${number} as it was sent`}>
        {visibleText(shown)}
      </pre>
      {after.problem !== null ? (
        <p className={classes.wrong}>{visibleText(after.problem)}</p>
      ) : (
        <>
          <dl className={classes.facts}>
            <div>
              <dt>Kind</dt>
              <dd>
                {was !== is && was !== null && <>{kindWords(was)} → </>}
                {was !== is ? <mark>{kindOf(is)}</mark> : kindOf(is)}
              </dd>
            </div>
            <div>
              <dt>Time</dt>
              <dd>{after.at ? <Moment at={after.at} inline /> : 'none found: the time of receipt counts'}</dd>
            </div>
            <div>
              <dt>About</dt>
              <dd>{after.entity.value === '' ? 'nobody that could be told' : visibleText(`${after.entity.kind} ${after.entity.value}`)}</dd>
            </div>
          </dl>
          {changed.length > 0 ? <FieldTable changes={changed} label={`Fields of line ${number} that the mapping changes`} /> : <p className="muted">The mapping changes no field of this line.</p>}
          {changes.length > changed.length && (
            <details className={classes.more}>
              <summary>{counted(changes.length - changed.length, 'field')} as before</summary>
              <FieldTable changes={changes.filter((one) => !one.changed)} label={`Other fields of line ${number}`} />
            </details>
          )}
        </>
      )}
    </article>
  );
}

function kindOf(kind: string | null): string {
  return kind === null ? 'none that is known' : `${kindWords(kind)} (${visibleText(kind)})`;
}
