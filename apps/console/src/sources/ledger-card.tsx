import { useState } from 'react';
import { Link } from 'react-router';
import { ChoiceBar } from '../layout/choice-bar';
import { amount, counted } from '../layout/format-amount';
import { ProblemNotice } from '../layout/problem-notice';
import classes from './ledger.module.css';
import { fates, fateWords, spans, sumOfLines, unaccounted } from './ledger-sum';
import type { Books, LedgerLine, Span } from './ledger-sum';
import { sourceWords } from './own-source';
import { sourcePath } from './source-path';
import { useLedger } from './use-sources';

/** What became of every event: an equation that adds up, and who sent them. */
export function LedgerCard() {
  const [span, setSpan] = useState<Span>('1');
  const ledger = useLedger(span);
  const lines = ledger.data ?? [];
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="ledger">
      <div className={classes.head}>
        <h2 id="ledger">What became of every event</h2>
        <ChoiceBar legend="Days of receipt, in UTC" choices={spans} chosen={span} choose={setSpan} />
      </div>
      {ledger.isPending && <p className="muted">Adding up …</p>}
      {ledger.isError && <ProblemNotice error={ledger.error} retry={() => void ledger.refetch()} />}
      {ledger.data && <Equation books={sumOfLines(lines)} />}
      {lines.length > 0 && <LedgerTable lines={lines} />}
      {ledger.data && lines.length === 0 && <p className="muted">Nothing was received {span === '1' ? 'today' : `in ${span} days`}. Days are counted in UTC.</p>}
    </section>
  );
}

export function Equation({ books }: { books: Books }) {
  const missing = unaccounted(books);
  return (
    <>
      <p className={classes.equation}>
        <Term count={books.received} name="received" title="All that was sent to us" />
        {fates.map((fate, index) => (
          <span key={fate} className={classes.step}>
            <span className={classes.sign}>{index === 0 ? '=' : '+'}</span> <Term count={books[fate]} name={fate} title={fateWords[fate]} bad={fate === 'failed' && books.failed > 0} />
          </span>
        ))}
      </p>
      {books.failed > 0 && <p>Failed events are kept. It is a bug of ours: tell whoever runs Vedette for you.</p>}
      {missing !== 0 && <p role="alert">{counted(Math.abs(missing), 'event')} cannot be accounted for. It is a bug of ours: tell whoever runs Vedette for you.</p>}
    </>
  );
}

function Term({ count, name, title, bad = false }: { count: number; name: string; title: string; bad?: boolean }) {
  return (
    <span className={classes.term} title={title} data-none={count === 0 || undefined} data-bad={bad || undefined}>
      <strong>{amount(count)}</strong> {name}
    </span>
  );
}

const FIRST = 8;

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
function LedgerTable({ lines }: { lines: readonly LedgerLine[] }) {
  const [all, setAll] = useState(false);
  const ranked = [...lines].sort((a, b) => b.received - a.received);
  return (
    <>
      <table role="table" className={classes.table} aria-label="What became of every event, by source">
        <thead role="rowgroup">
          <tr role="row">
            {['Source', 'Received', ...fates].map((name) => (
              <th role="columnheader" scope="col" key={name}>
                {name.slice(0, 1).toUpperCase() + name.slice(1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {(all ? ranked : ranked.slice(0, FIRST)).map((line) => (
            <tr role="row" key={line.source}>
              <th role="rowheader" scope="row">
                <Link to={sourcePath(line.source)} className="mono">
                  {sourceWords(line.source)}
                </Link>
              </th>
              <td role="cell" data-name="Received">{amount(line.received)}</td>
              {fates.map((fate) => (
                <td role="cell" key={fate} data-name={fate} data-none={line[fate] === 0 || undefined} data-bad={(fate === 'failed' && line.failed > 0) || undefined}>
                  {amount(line[fate])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length > FIRST && (
        <div>
          <button type="button" className={classes.more} aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Fewer' : `All ${counted(lines.length, 'source')}`}
          </button>
        </div>
      )}
    </>
  );
}
