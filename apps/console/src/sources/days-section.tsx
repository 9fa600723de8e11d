import { amount, share } from '../layout/format-amount';
import { utcDay } from '../layout/format-time';
import { ProblemNotice } from '../layout/problem-notice';
import ledger from './ledger.module.css';
import { Equation } from './ledger-card';
import { emptyBooks, fates, sumOfLines } from './ledger-sum';
import { QualityList } from './quality-list';
import { flaws } from './quality-words';
import type { Flaw } from './quality-words';
import { SHOWN_DAYS, useSourceDays } from './use-sources';
import type { SourceDay } from './use-sources';

const flawWords: Readonly<Record<Flaw, string>> = { unparsed: 'no known kind', untimed: 'no believable time', late: 'late', ahead: 'ahead' };

/** A week of one source: what became of its events, and what was wrong with them. */
export function DaysSection({ name }: { name: string }) {
  const { days, error, pending, retry } = useSourceDays(name);
  const known = days.flatMap(({ line }) => line ?? []);
  const sum = sumOfLines(known);
  return (
    <section className={`card ${ledger.panel}`} aria-labelledby="days">
      <h2 id="days">
        {SHOWN_DAYS} days <span className="muted">· by day of receipt, in UTC</span>
      </h2>
      {error !== null && <ProblemNotice error={error} retry={retry} />}
      {pending && <p className="muted">Adding up …</p>}
      {!pending && error === null && <Equation books={sum} />}
      {!pending && error === null && sum.received > 0 && <DayTable days={days} />}
      {!pending && error === null && sum.evaluated > 0 && (
        <>
          <h3 id="quality">Quality of what was evaluated</h3>
          <QualityList books={sum} />
          {flaws.every((flaw) => sum.quality[flaw] === 0) ? <p className="muted">Every event was of a known kind, had a time that can be believed, and came within the hour.</p> : <QualityTable days={days} />}
        </>
      )}
    </section>
  );
}

const nameOf = (day: string) => utcDay(Date.parse(`${day}T00:00:00Z`));

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
function DayTable({ days }: { days: readonly SourceDay[] }) {
  return (
    <table role="table" className={ledger.table} aria-label="What became of its events, by day">
      <Head names={['Received', ...fates]} />
      <tbody role="rowgroup">
        {days.map(({ day, line }) => (
          <tr role="row" key={day}>
            <th role="rowheader" scope="row">{nameOf(day)}</th>
            <td role="cell" data-name="Received">{amount(line?.received ?? 0)}</td>
            {fates.map((fate) => {
              const count = (line ?? emptyBooks)[fate];
              return (
                <td role="cell" key={fate} data-name={fate} data-none={count === 0 || undefined} data-bad={(fate === 'failed' && count > 0) || undefined}>
                  {amount(count)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function QualityTable({ days }: { days: readonly SourceDay[] }) {
  return (
    <table role="table" className={ledger.table} aria-labelledby="quality">
      <Head names={flaws.map((flaw) => flawWords[flaw])} />
      <tbody role="rowgroup">
        {days.map(({ day, line }) => (
          <tr role="row" key={day}>
            <th role="rowheader" scope="row">{nameOf(day)}</th>
            {flaws.map((flaw) => {
              const { evaluated, quality } = line ?? emptyBooks;
              return (
                <td role="cell" key={flaw} data-name={flawWords[flaw]} data-none={quality[flaw] === 0 || undefined}>
                  {quality[flaw] === 0 ? '0' : `${amount(quality[flaw])} (${share(quality[flaw], evaluated)})`}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Head({ names }: { names: readonly string[] }) {
  return (
    <thead role="rowgroup">
      <tr role="row">
        {['Day', ...names].map((name) => (
          <th role="columnheader" scope="col" key={name}>
            {name.slice(0, 1).toUpperCase() + name.slice(1)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
