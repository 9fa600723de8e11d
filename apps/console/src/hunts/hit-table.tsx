import { Button } from '@mantine/core';
import type { HuntDetail, HuntHit } from '@vedette/api-client';
import { Fragment, useState } from 'react';
import { EvidenceCard } from '../alert/evidence-card';
import { amount } from '../layout/format-amount';
import { Moment } from '../layout/moment';
import { ProblemNotice } from '../layout/problem-notice';
import { visibleText } from '../layout/visible-text';
import classes from './hunts.module.css';
import { MOST_HITS, useHits } from './use-hunt';

const COLUMNS = 5;

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
export function HitTable({ hunt }: { hunt: HuntDetail }) {
  const { hits, read } = useHits(hunt);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => setOpened((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]));
  return (
    <section className="stack" aria-labelledby="hits">
      <h2 id="hits">
        Events{' '}
        <span className="muted">
          · {amount(read.length)} of {amount(hunt.matches)} shown, in the order they were found{hunt.matches > MOST_HITS && `; the first ${amount(MOST_HITS)} are kept`}
        </span>
      </h2>
      {hits.isError && <ProblemNotice error={hits.error} retry={() => void hits.refetch()} />}
      {read.length > 0 && (
        <div className="card table-scroll">
          <table role="table" className={`${classes.table} ${classes.hits}`} aria-labelledby="hits">
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" scope="col">
                  <span className="hidden">Open</span>
                </th>
                <th role="columnheader" scope="col">When</th>
                <th role="columnheader" scope="col">Entity</th>
                <th role="columnheader" scope="col">Source</th>
                <th role="columnheader" scope="col">What matched</th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              {read.map((hit) => (
                <HitLine key={hit.position} hit={hit} open={opened.has(hit.eventId)} toggle={() => toggle(hit.eventId)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hits.hasNextPage && (
        <div>
          <Button variant="default" loading={hits.isFetchingNextPage} onClick={() => void hits.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </section>
  );
}

function HitLine({ hit, open, toggle }: { hit: HuntHit; open: boolean; toggle: () => void }) {
  const [first] = hit.matched;
  return (
    <Fragment>
      <tr role="row">
        <td role="cell">
          <button type="button" className={classes.opener} aria-expanded={open} aria-label={`Event ${hit.position}`} onClick={toggle}>
            <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
              <path d="m4 2 4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.6" />
            </svg>
          </button>
        </td>
        <td role="cell">
          <Moment at={hit.at} />
        </td>
        <td role="cell" data-name="Entity" className={classes.clipped}>
          <span className="mono">{visibleText(hit.entity.value) || '(none)'}</span> <span className="muted">{hit.entity.kind}</span>
        </td>
        <td role="cell" data-name="Source" className="mono">
          {hit.source}
        </td>
        <td role="cell" className={classes.clipped}>
          {first ? (
            <>
              <span className="muted">{visibleText(first.field)}</span> <span className="mono">{visibleText(first.value)}</span>
            </>
          ) : (
            <span className="muted">the whole event</span>
          )}
        </td>
      </tr>
      {open && (
        <tr role="row">
          <td role="cell" colSpan={COLUMNS} className={classes.opened}>
            <EvidenceCard evidence={hit} opened />
          </td>
        </tr>
      )}
    </Fragment>
  );
}
