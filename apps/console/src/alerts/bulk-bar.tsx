import { Button, Menu, NativeSelect } from '@mantine/core';
import { BulkCloseDialog } from './bulk-close-dialog';
import classes from './bulk.module.css';
import { resolutions } from './resolutions';
import type { ChangeAlertsInput } from './use-bulk-change';
import { useAssignees } from './use-people';

interface BulkBarProps {
  readonly count: number;
  readonly busy: boolean;
  readonly change: (input: ChangeAlertsInput) => void;
  readonly clear: () => void;
  /** Whether the reason for false positives is being asked for. */
  readonly asking: boolean;
  readonly ask: (asking: boolean) => void;
}

/** What can be done with the alerts that are chosen. */
export function BulkBar({ count, busy, change, clear, asking, ask }: BulkBarProps) {
  const assignees = useAssignees();
  if (count === 0) return null;
  return (
    <section className={classes.bar} aria-label="Chosen alerts">
      <strong>{count.toLocaleString('en')} chosen</strong>
      <Button size="xs" loading={busy} onClick={() => change({ move: 'ACKNOWLEDGE' })}>
        Acknowledge
      </Button>
      <Menu position="top-start">
        <Menu.Target>
          <Button size="xs" variant="default" disabled={busy}>
            Close …
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {resolutions.map(([resolution, words]) => (
            <Menu.Item key={resolution} onClick={() => (resolution === 'FALSE_POSITIVE' ? ask(true) : change({ move: 'CLOSE', resolution }))}>
              {words}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <NativeSelect
        size="xs"
        aria-label="Assign to"
        disabled={busy}
        value=""
        onChange={({ currentTarget: { value } }) => value && change({ move: 'ASSIGN', assignee: value === 'nobody' ? null : value })}
        data={[{ value: '', label: 'Assign to …' }, ...assignees, { value: 'nobody', label: 'Nobody' }]}
      />
      <Button size="xs" variant="subtle" onClick={clear}>
        Clear
      </Button>
      {asking && (
        <BulkCloseDialog
          count={count}
          close={() => ask(false)}
          confirm={(reason) => {
            ask(false);
            change({ move: 'CLOSE', resolution: 'FALSE_POSITIVE', reason });
          }}
        />
      )}
    </section>
  );
}
