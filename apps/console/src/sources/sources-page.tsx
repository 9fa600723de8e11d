import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMay } from '../api/viewer';
import { counted } from '../layout/format-amount';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { Toast } from '../layout/toast';
import { TestAttackButton } from '../layout/test-attack-button';
import { readDoor } from './door-texts';
import { LedgerCard } from './ledger-card';
import { OWN_SOURCE } from './own-source';
import { SendPanel } from './send-panel';
import { SourceCard } from './source-card';
import classes from './sources.module.css';
import { useSourceChange } from './use-source-change';
import { SHOWN_MINUTES, useLedger, useSources } from './use-sources';
import type { Source } from './use-sources';

export function SourcesPage() {
  const sources = useSources();
  const [search, setSearch] = useSearchParams();
  const empty = sources.data?.every(({ name }) => name === OWN_SOURCE);
  const asked = readDoor(search.get('send'));
  // A file on its way must not be lost because its first events have made a source.
  const [kept, setKept] = useState(false);
  const open = asked !== null || empty || kept;
  const show = (door: string | null) => {
    if (door === null) setKept(false);
    setSearch(door === null ? {} : { send: door }, { replace: true, preventScrollReset: true });
  };
  if (empty && !kept) setKept(true);
  return (
    <>
      <PageHeading title="Sources" lead={`Where events come from, what became of them, and the last ${SHOWN_MINUTES} minutes of each.`}>
        <Button variant={open ? 'default' : 'filled'} aria-expanded={open} aria-controls="send-panel" disabled={empty} onClick={() => show(open ? null : 'http')}>
          Send events
        </Button>
        <TestAttackButton />
      </PageHeading>
      <div className="stack">
        <div id="send-panel" hidden={!open}>
          {open && <SendPanel door={asked ?? 'http'} choose={show} close={empty ? null : () => show(null)} />}
        </div>
        {sources.isError && <ProblemNotice error={sources.error} retry={() => void sources.refetch()} />}
        {sources.isPending && <p className="muted">Loading sources …</p>}
        {empty && <p className={`card ${classes.none}`}>No source has sent anything yet. Send events as above, or a test attack to see what one looks like.</p>}
        {sources.data && sources.data.length > 0 && <Found sources={sources.data} />}
      </div>
    </>
  );
}

const MANY = 8;

function Found({ sources }: { sources: readonly Source[] }) {
  const [words, setWords] = useState('');
  const may = useMay('source:write');
  const change = useSourceChange();
  const way = change.said?.back;
  const week = useLedger('7').data;
  const sought = words.trim().toLowerCase();
  const found = sources.filter(({ name, kind }) => name.includes(sought) || (kind ?? '').includes(sought));
  const muting = change.mute.isPending ? change.mute.variables.name : null;
  return (
    <>
      <LedgerCard />
      {sources.length > MANY && (
        <div className={classes.find}>
          <TextInput label="Find a source" description="Part of its name or kind" maxLength={100} value={words} onChange={({ currentTarget }) => setWords(currentTarget.value)} />
          <p role="status" className="muted">
            {sought !== '' && `${counted(found.length, 'source')} of ${sources.length}`}
          </p>
        </div>
      )}
      {found.map((source) => (
        <SourceCard
          key={source.name}
          source={source}
          week={week?.find((line) => line.source === source.name)}
          busy={muting === source.name}
          mute={may ? (muted) => change.mute.mutate({ name: source.name, muted }) : undefined}
        />
      ))}
      <Toast said={change.said?.words ?? null} refused={change.said?.refused} back={way && { run: () => change.undo(way), busy: change.busy }} dismiss={change.dismiss} />
    </>
  );
}
