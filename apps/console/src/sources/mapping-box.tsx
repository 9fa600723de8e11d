import { Button, TextInput } from '@mantine/core';
import type { SourceMapping } from '@vedette/api-client';
import { useState } from 'react';
import { useMay } from '../api/viewer';
import { CodeText } from '../layout/code-text';
import { Moment } from '../layout/moment';
import { useMappingDraft } from './mapping-draft';
import { kindFault, readRenames } from './mapping-text';
import { SampleChoice } from './sample-choice';
import classes from './source.module.css';
import { trialHints } from './trial-hints';
import { TrialList } from './trial-list';
import { useTrial } from './use-mapping';
import type { useSourceChange } from './use-source-change';

interface MappingBoxProps {
  readonly source: string;
  readonly mapping: SourceMapping | null;
  readonly change: Pick<ReturnType<typeof useSourceChange>, 'save' | 'remove'>;
}

/** How the source is read: written, tried on real lines, then saved. */
export function MappingBox({ source, mapping, change: { save, remove } }: MappingBoxProps) {
  const may = useMay('source:write');
  const { draft, dirty, change, discard } = useMappingDraft(mapping, source);
  const [lines, setLines] = useState<string | null>(null);
  const trial = useTrial();
  const read = readRenames(draft.text);
  const wrongKind = kindFault(draft.kind);
  const fit = read.faults.length === 0 && wrongKind === null;
  const kind = draft.kind === '' ? null : draft.kind;
  const tried = trial.variables;
  const current = tried !== undefined && JSON.stringify([tried.renames, tried.kind]) === JSON.stringify([read.renames, kind]);
  const samples = (lines ?? '').split('\n').filter((line) => line.trim() !== '');
  const keep = () => save.mutate({ draft: { source, renames: read.renames, kind, note: draft.note }, before: mapping }, { onSuccess: ({ saveSourceMapping }) => void (saveSourceMapping.userErrors.length === 0 && discard()) });
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="mapping" id="mapping-box">
      <h2 id="mapping">Mapping</h2>
      <p className="muted">
        If this log says <code>proc.path</code> where rules say <code>Image</code>, give the field that name: its own stays too. {mapping ? <>Saved <Moment at={mapping.changedAt} inline />.</> : 'There is no mapping now.'}
      </p>
      <div className={classes.mapping}>
        <CodeText
          label="Fields, one a line: its name in the events -> the name in rules"
          text={draft.text}
          change={(text) => change({ text })}
          least={6}
          faults={[...read.faults, ...(current && trial.data ? trialHints(read, trial.data) : [])]}
        />
        <div className={classes.side}>
          <TextInput label="Kind of log" description="Where the events do not tell: windows/sysmon" maxLength={101} value={draft.kind} error={wrongKind} onChange={({ currentTarget }) => change({ kind: currentTarget.value.trim() })} />
          <TextInput label="Note" description="Why, for those who come later" maxLength={500} value={draft.note} onChange={({ currentTarget }) => change({ note: currentTarget.value })} />
        </div>
      </div>
      <SampleChoice lines={lines} change={setLines} />
      <div className="row">
        <Button variant="default" loading={trial.isPending} disabled={!fit || (lines !== null && samples.length === 0)} onClick={() => trial.mutate({ source, renames: read.renames, kind, lines: samples })}>
          Preview
        </Button>
        {may && (
          <Button loading={save.isPending} disabled={!fit || !dirty || (read.renames.length === 0 && kind === null)} onClick={keep}>
            Save mapping
          </Button>
        )}
        {may && mapping && (
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate({ source, before: mapping }, { onSuccess: discard })}>
            Remove mapping
          </Button>
        )}
        {dirty && (
          <Button variant="subtle" onClick={discard}>
            Discard changes
          </Button>
        )}
        {dirty && <span className="muted">Not saved yet.</span>}
      </div>
      <TrialList trial={trial} old={!current} pasted={tried !== undefined && tried.lines.length > 0} />
    </section>
  );
}
