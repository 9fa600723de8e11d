import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { AlertStatus, Severity } from '@vedette/api-client';
import { useRef, useState } from 'react';
import { emptyFilter, isEmptyFilter, severities, statuses } from './alert-filter';
import type { ListFilter } from './alert-filter';
import classes from './alerts-page.module.css';
import { visibleText } from '../layout/visible-text';
import { statusWords } from './severity';
import { useAssignees } from './use-people';

const title = (word: string) => word.charAt(0) + word.slice(1).toLowerCase();
const TYPING_MS = 250;

interface AlertFiltersProps {
  readonly filter: ListFilter;
  readonly change: (filter: ListFilter) => void;
}

/** One choice each; an address written by hand may name several, and keeps them until one is chosen. */
export function AlertFilters({ filter, change }: AlertFiltersProps) {
  // What is being typed and has not reached the address yet.
  const [typed, setTyped] = useState<string | null>(null);
  const assignees = useAssignees();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      change({ ...filter, text });
      setTyped(null);
    }, TYPING_MS);
  };
  const status = filter.status.length > 1 ? 'several' : (filter.status[0] ?? '');
  const severity = filter.severity.length > 1 ? 'several' : (filter.severity[0] ?? '');
  return (
    <search className="row">
      <NativeSelect
        aria-label="Status"
        value={status}
        onChange={({ currentTarget: { value } }) => change({ ...filter, status: value ? [value as AlertStatus] : [] })}
        data={[{ value: '', label: 'Any status' }, ...statuses.map((value) => ({ value, label: statusWords[value] })), ...several(filter.status)]}
      />
      <NativeSelect
        aria-label="Severity"
        value={severity}
        onChange={({ currentTarget: { value } }) => change({ ...filter, severity: value ? [value as Severity] : [] })}
        data={[{ value: '', label: 'Any severity' }, ...severities.map((value) => ({ value, label: title(value) })), ...several(filter.severity)]}
      />
      {(assignees.length > 0 || filter.assignee) && (
        <NativeSelect
          aria-label="Assigned to"
          value={filter.assignee}
          onChange={({ currentTarget: { value } }) => change({ ...filter, assignee: value })}
          data={[
            { value: '', label: 'Anybody’s' },
            ...assignees,
            // One that an address names, and who is no member (any more).
            ...(filter.assignee && !assignees.some(({ value }) => value === filter.assignee) ? [{ value: filter.assignee, label: 'Another member' }] : []),
          ]}
        />
      )}
      <TextInput aria-label="Words in the title or entity" placeholder="Rule or entity" type="search" value={typed ?? filter.text} onChange={({ currentTarget }) => type(currentTarget.value)} />
      {filter.entity && (
        <Button variant="default" size="sm" aria-label={`${filter.entity.kind}: ${visibleText(filter.entity.value)} ×, show all`} onClick={() => change({ ...filter, entity: null })}>
          {filter.entity.kind}: <span className={`mono ${classes.only}`}>{visibleText(filter.entity.value)}</span> ×
        </Button>
      )}
      {!isEmptyFilter(filter) && (
        <Button variant="subtle" size="sm" onClick={() => change(emptyFilter)}>
          Clear
        </Button>
      )}
    </search>
  );
}

function several(chosen: readonly string[]) {
  return chosen.length > 1 ? [{ value: 'several', label: chosen.map(title).join(', '), disabled: true }] : [];
}
