import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { InfiniteData } from '@tanstack/react-query';
import type { RulesQuery } from '@vedette/api-client';
import { useCallback, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { allToggled, nothingSelected, stillShown, toggled } from '../alerts/selection';
import { useMay } from '../api/viewer';
import { counted } from '../layout/format-amount';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { Toast } from '../layout/toast';
import { isNoFilter, readRuleFilter, writeRuleFilter } from './rule-filter';
import type { RuleListFilter } from './rule-filter';
import { RuleFilters } from './rule-filters';
import { RuleTable } from './rule-table';
import classes from './rules.module.css';
import { useRuleList } from './use-rules';
import { useRuleSettings } from './use-rule-settings';

const NONE: ReadonlySet<string> = new Set();

export function RulesPage() {
  const [search, setSearch] = useSearchParams();
  const query = search.toString();
  const filter = useMemo(() => readRuleFilter(new URLSearchParams(query)), [query]);
  const change = useCallback((next: RuleListFilter) => setSearch(writeRuleFilter(next), { replace: true }), [setSearch]);
  const { pages, rows } = useRuleList(filter);
  const packs = usePacks(rows.map(({ pack }) => pack));
  const may = useMay('rule:write');
  const settings = useRuleSettings();
  const way = settings.said?.back;
  const [selection, setSelection] = useState(nothingSelected);
  const order = [...new Set(rows.map(({ id }) => id).filter(Boolean))];
  const chosen = stillShown(selection, order);
  const turnChosen = (on: boolean) => settings.turn.mutate({ ids: chosen, on }, { onSuccess: ({ setRulesEnabled }) => setRulesEnabled.userErrors.length === 0 && setSelection(nothingSelected) });
  const busy = settings.turn.isPending ? new Set(settings.turn.variables.ids) : NONE;
  const choosing = {
    selection,
    busy,
    toggle: (id: string, range: boolean) => setSelection((before) => toggled(before, id, order, range)),
    toggleAll: () => setSelection((before) => allToggled(before, order)),
    turn: (id: string, on: boolean) => settings.turn.mutate({ ids: [id], on }),
  };
  return (
    <>
      <PageHeading title="Rules" lead="What is looked for in every event: rules of packs and your own, with what each did in 30 days.">
        {may && (
          <Button component={Link} to="/rules/new">
            New rule
          </Button>
        )}
      </PageHeading>
      <div className="stack">
        <RuleFilters filter={filter} change={change} packs={packs} />
        <p role="status" className="muted">
          {pages.isPending ? 'Loading rules …' : pages.isSuccess && rows.length > 0 ? `${counted(rows.length, 'rule')} shown, by title${pages.hasNextPage ? '; there are more' : ''}` : ''}
        </p>
        {pages.isError && <ProblemNotice error={pages.error} retry={() => void pages.refetch()} />}
        {pages.isSuccess && rows.length === 0 && (
          <p className={`card ${classes.none}`}>{isNoFilter(filter) ? 'There is no rule yet. Write one, or add a pack.' : 'No rule fits this filter.'}</p>
        )}
        {rows.length > 0 && <RuleTable rows={rows} choosing={may ? choosing : undefined} />}
        {pages.hasNextPage && (
          <div>
            <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              Load more
            </Button>
          </div>
        )}
        {chosen.length > 0 && (
          <section aria-label="Chosen rules" className={classes.bar} data-said={settings.said ? true : undefined}>
            <strong role="status">{counted(chosen.length, 'rule')} chosen</strong>
            <Button variant="default" loading={settings.turn.isPending} onClick={() => turnChosen(true)}>
              Switch on
            </Button>
            <Button variant="default" loading={settings.turn.isPending} onClick={() => turnChosen(false)}>
              Switch off
            </Button>
            <Button variant="subtle" onClick={() => setSelection(nothingSelected)}>
              Clear choice
            </Button>
          </section>
        )}
      </div>
      <Toast said={settings.said?.words ?? null} refused={settings.said?.refused} back={way && { run: () => settings.undo(way), busy: settings.busy }} dismiss={settings.dismiss} />
    </>
  );
}

/** Every pack that some list has shown so far: under a filter by pack the others must still be offered. */
function usePacks(shown: readonly string[]): readonly string[] {
  const lists = useQueryClient().getQueriesData<InfiniteData<RulesQuery['rules']>>({ queryKey: ['rules'] });
  const earlier = lists.flatMap(([, data]) => data?.pages.flatMap(({ edges }) => edges.map(({ node }) => node.pack)) ?? []);
  return [...new Set([...earlier, ...shown])].sort();
}
