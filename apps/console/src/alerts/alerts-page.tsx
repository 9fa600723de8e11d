import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMay, useViewer } from '../api/viewer';
import { RiskiestPanel } from '../entities/riskiest-panel';
import { FirstStepsCard } from '../first-steps/first-steps-card';
import { TrialBanner } from '../first-steps/trial-banner';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { Toast } from '../layout/toast';
import { useShortcuts } from '../layout/use-shortcuts';
import { isEmptyFilter, readFilter, writeFilter } from './alert-filter';
import type { ListFilter } from './alert-filter';
import { AlertFilters } from './alert-filters';
import { AlertTable } from './alert-table';
import classes from './alerts-page.module.css';
import { BulkBar } from './bulk-bar';
import { EmptyList } from './empty-list';
import { LiveBadge } from './live-badge';
import { allToggled, nothingSelected, stillShown, toggled } from './selection';
import { ShortcutList } from './shortcut-list';
import { useAlertList } from './use-alert-list';
import { useBulkChange } from './use-bulk-change';
import type { ChangeAlertsInput } from './use-bulk-change';

export function AlertsPage() {
  const [search, setSearch] = useSearchParams();
  const query = search.toString();
  const filter = useMemo(() => readFilter(new URLSearchParams(query)), [query]);
  const change = useCallback((next: ListFilter) => setSearch(writeFilter(next), { replace: true }), [setSearch]);
  const { rows, waiting, held, feed, pages, show, pause, resume } = useAlertList(filter);
  // By id: rows that are shown later must not move the reader to another alert.
  const [atId, setAtId] = useState<string | null>(null);
  const at = rows.findIndex(({ id }) => id === atId);
  const walkTo = (index: number) => setAtId(rows[Math.max(0, Math.min(rows.length - 1, index))]?.id ?? null);
  const [help, setHelp] = useState(false);

  const viewer = useViewer().data;
  const may = useMay('alert:write');
  const [selection, setSelection] = useState(nothingSelected);
  const [asking, setAsking] = useState(false);
  const order = rows.map(({ id }) => id);
  const chosen = stillShown(selection, order);
  const toggle = (id: string, range: boolean) => setSelection((before) => toggled(before, id, order, range));
  const bulk = useBulkChange(() => setSelection(nothingSelected));
  const way = bulk.said?.undo;
  const changeChosen = (input: ChangeAlertsInput) => {
    if (chosen.length > 0 && !bulk.change.isPending) bulk.change.mutate({ ids: chosen, input });
  };
  const toggleCurrent = (range: boolean) => {
    const row = rows[Math.max(0, at)];
    if (!row || !may) return;
    setAtId(row.id);
    toggle(row.id, range);
  };
  useShortcuts({
    j: () => walkTo(at + 1),
    k: () => walkTo(at - 1),
    x: () => toggleCurrent(false),
    X: () => toggleCurrent(true),
    a: () => changeChosen({ move: 'ACKNOWLEDGE' }),
    Escape: () => setSelection(nothingSelected),
    n: show,
    p: held === null ? pause : resume,
    '?': () => setHelp(true),
  });
  const empty = pages.isSuccess && rows.length === 0;
  return (
    <>
      <PageHeading title="Alerts" lead="Newest first. An alert gathers every event of one rule for one entity.">
        <LiveBadge feed={feed} held={held} pause={pause} resume={resume} />
        <Button variant="subtle" size="xs" onClick={() => setHelp(true)}>
          Shortcuts <kbd className={classes.key}>?</kbd>
        </Button>
      </PageHeading>
      <div className="stack">
        {viewer && <TrialBanner viewer={viewer} />}
        <FirstStepsCard />
        {isEmptyFilter(filter) && <RiskiestPanel />}
        {!(empty && isEmptyFilter(filter)) && (
          <div className={classes.bar}>
            <AlertFilters filter={filter} change={change} />
            <div aria-live="polite" className={classes.news}>
              {waiting > 0 && (
                <Button variant="filled" onClick={show}>
                  {waiting} new {waiting === 1 ? 'alert' : 'alerts'} – show
                </Button>
              )}
            </div>
          </div>
        )}
        {pages.isError && <ProblemNotice error={pages.error} retry={() => void pages.refetch()} />}
        {pages.isPending && <p className="muted">Loading alerts …</p>}
        {empty && waiting === 0 && (isEmptyFilter(filter) ? <EmptyList /> : <p className={`card ${classes.none}`}>No alert fits this filter.</p>)}
        {rows.length > 0 && <AlertTable rows={rows} at={at} choosing={may ? { selection, toggle, toggleAll: () => setSelection((before) => allToggled(before, order)) } : undefined} />}
        {pages.hasNextPage && (
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Load more
          </Button>
        )}
        <BulkBar count={chosen.length} busy={bulk.change.isPending} change={changeChosen} clear={() => setSelection(nothingSelected)} asking={asking} ask={setAsking} />
      </div>
      <Toast said={bulk.said?.words ?? null} refused={bulk.said?.refused} back={way && { run: () => bulk.undo.mutate(way.token), busy: bulk.undo.isPending, until: way.until }} dismiss={bulk.dismiss} narrow="top" />
      <ShortcutList opened={help} close={() => setHelp(false)} />
    </>
  );
}
