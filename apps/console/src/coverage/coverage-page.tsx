import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AttackCoverageDocument } from '@vedette/api-client';
import { useDeferredValue, useMemo, useState } from 'react';
import { api } from '../api/client';
import { counted } from '../layout/format-amount';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { visibleText } from '../layout/visible-text';
import classes from './coverage.module.css';
import { cellsOf, columnsOf, countStates } from './matrix';
import type { Cell, Coverage, State } from './matrix';
import { MatrixTable } from './matrix-table';
import { StateLegend } from './state-legend';
import { TechniqueDialog } from './technique-dialog';

export function CoveragePage() {
  const coverage = useQuery({
    queryKey: ['attack-coverage'],
    queryFn: async ({ signal }) => (await api.request(AttackCoverageDocument, {}, signal)).attackCoverage,
  });
  return (
    <>
      <PageHeading title="Coverage" lead="What of ATT&CK your rules look for, whether a source would show it, and what they found." />
      {coverage.isError && !coverage.data && <ProblemNotice error={coverage.error} retry={() => void coverage.refetch()} />}
      {coverage.isPending && <p className="muted">Loading the matrix …</p>}
      {coverage.data && <Found coverage={coverage.data} />}
    </>
  );
}

function Found({ coverage }: { coverage: Coverage }) {
  const [text, setText] = useState('');
  const [state, setState] = useState<State | null>(null);
  const [subs, setSubs] = useState(false);
  const [opened, setOpened] = useState<Cell | null>(null);
  // Hundreds of cells: typing goes before them.
  const looked = useDeferredValue(text);
  const cells = useMemo(() => cellsOf(coverage, subs), [coverage, subs]);
  const columns = useMemo(() => columnsOf(coverage, cells, { text: looked, state }), [coverage, cells, looked, state]);
  const shown = new Set(columns.flatMap((column) => column.cells)).size;
  return (
    <div className="stack">
      <search className={classes.tools}>
        <TextInput type="search" aria-label="Search techniques" placeholder="T1059 or a name" value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        <Checkbox label="Sub-techniques" checked={subs} onChange={({ currentTarget }) => setSubs(currentTarget.checked)} />
        <span role="status" className="muted">
          {counted(shown, 'technique')}
        </span>
      </search>
      <StateLegend counts={countStates(cells)} chosen={state} choose={setState} />
      <MatrixTable columns={columns} unfold={looked.trim() !== '' || state !== null} open={setOpened} />
      <Sources coverage={coverage} />
      {opened && <TechniqueDialog cell={opened} close={() => setOpened(null)} />}
    </div>
  );
}

function Sources({ coverage: { kinds, unknown } }: { coverage: Coverage }) {
  return (
    <div className={classes.foot}>
      <p>{kinds.length === 0 ? 'No source sends a kind of log that is known yet.' : `Your sources send ${kinds.map(visibleText).join(', ')}.`}</p>
      {unknown.length > 0 && (
        <details>
          <summary>{counted(unknown.length, 'tag')} of rules that ATT&amp;CK does not have</summary>
          <p>{unknown.map(({ id, rules }) => `${visibleText(id)} (${counted(rules, 'rule')})`).join(', ')}</p>
        </details>
      )}
      <p className="muted">Without sub-techniques, a cell is as good as the best below it. ATT&amp;CK data © 2025 The MITRE Corporation.</p>
    </div>
  );
}
