import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { Severity } from '@vedette/api-client';
import { useEffect, useId, useRef, useState } from 'react';
import { severities } from '../alerts/alert-filter';
import { isNoFilter, noFilter } from './rule-filter';
import type { RuleListFilter } from './rule-filter';
import { severityWords } from './rule-words';

const TYPING_MS = 250;

interface RuleFiltersProps {
  readonly filter: RuleListFilter;
  readonly change: (filter: RuleListFilter) => void;
  /** Names to offer; another can be typed. */
  readonly packs: readonly string[];
}

export function RuleFilters({ filter, change, packs }: RuleFiltersProps) {
  const list = useId();
  const text = useTyped(filter.text, (next) => change({ ...filter, text: next }));
  const pack = useTyped(filter.pack, (next) => change({ ...filter, pack: next }));
  return (
    <search className="row">
      <TextInput aria-label="Search rules" placeholder="Title or id" type="search" maxLength={200} value={text.value} onChange={({ currentTarget }) => text.type(currentTarget.value)} />
      {/* Nobody lists all packs: those seen so far are offered. */}
      <TextInput aria-label="Pack" placeholder="Any pack" list={list} maxLength={200} value={pack.value} onChange={({ currentTarget }) => pack.type(currentTarget.value)} />
      <datalist id={list}>
        {packs.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <NativeSelect
        aria-label="Level"
        value={filter.level ?? ''}
        onChange={({ currentTarget: { value } }) => change({ ...filter, level: value ? (value as Severity) : null })}
        data={[{ value: '', label: 'Any level' }, ...severities.map((value) => ({ value, label: severityWords[value] }))]}
      />
      <Either label="Runs" value={filter.on} change={(on) => change({ ...filter, on })} words={['On or off', 'On', 'Off']} />
      <Either label="Firing" value={filter.firing} change={(firing) => change({ ...filter, firing })} words={['Firing or quiet', 'Firing', 'Quiet for 30 days']} />
      <Checkbox label="Noisy" checked={filter.noisy} onChange={({ currentTarget: { checked } }) => change({ ...filter, noisy: checked })} />
      <Checkbox label="Own" checked={filter.own} onChange={({ currentTarget: { checked } }) => change({ ...filter, own: checked })} />
      {filter.technique && (
        <Button variant="default" aria-label={`Only of technique ${filter.technique}: show all`} onClick={() => change({ ...filter, technique: '' })}>
          {filter.technique} ×
        </Button>
      )}
      {!isNoFilter(filter) && (
        <Button variant="subtle" onClick={() => change(noFilter)}>
          Clear
        </Button>
      )}
    </search>
  );
}

interface EitherProps {
  readonly label: string;
  readonly value: boolean | null;
  readonly change: (value: boolean | null) => void;
  /** For null, true and false. */
  readonly words: readonly [string, string, string];
}

function Either({ label, value, change, words: [any, yes, no] }: EitherProps) {
  return (
    <NativeSelect
      aria-label={label}
      value={value === null ? '' : value ? 'yes' : 'no'}
      onChange={({ currentTarget: { value: chosen } }) => change(chosen === '' ? null : chosen === 'yes')}
      data={[
        { value: '', label: any },
        { value: 'yes', label: yes },
        { value: 'no', label: no },
      ]}
    />
  );
}

/** A field whose words reach the address when the typing rests. */
function useTyped(settled: string, settle: (text: string) => void) {
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The newest: another filter may have been chosen while the timer ran.
  const latest = useRef(settle);
  useEffect(() => {
    latest.current = settle;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      latest.current(text);
      setTyped(null);
    }, TYPING_MS);
  };
  return { value: typed ?? settled, type };
}
