import { Button, CloseButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { countdown } from './countdown';
import classes from './toast.module.css';

export interface WayBack {
  readonly run: () => void;
  readonly busy: boolean;
  /** Milliseconds since the epoch, where it closes; the rest is shown. */
  readonly until?: number;
}

interface ToastProps {
  /** What was done; null while there is nothing to say. */
  readonly said: ReactNode;
  readonly refused?: boolean;
  readonly back?: WayBack;
  readonly dismiss: () => void;
  /** Where it stands on a narrow page: at the top of one that has a bar of its own at the bottom. */
  readonly narrow?: 'top' | 'bottom';
}

/** What a change did, with the way back. It stays until it is closed: whoever reads slowly must not lose that. */
export function Toast({ said, refused, back, dismiss, narrow = 'bottom' }: ToastProps) {
  const open = said !== null && said !== undefined;
  return (
    <div className={classes.place} data-narrow={narrow}>
      {/* Kept in the page while empty: only what comes into a place that was there is read out. */}
      <div role="status" className={open ? classes.toast : undefined} data-refused={(open && refused) || undefined}>
        {open && (typeof said === 'string' ? <p>{said}</p> : said)}
        {open && (
          <div className={classes.tools}>
            {back && <UndoButton back={back} />}
            <CloseButton size={28} aria-label="Dismiss" onClick={dismiss} />
          </div>
        )}
      </div>
    </div>
  );
}

function UndoButton({ back: { run, busy, until } }: { back: WayBack }) {
  const now = useSeconds(until ?? 0);
  if (until !== undefined && until <= now) return null;
  return (
    <Button variant="default" size="xs" loading={busy} onClick={run}>
      Undo
      {until !== undefined && (
        <span aria-hidden="true" className={classes.left}>
          {countdown(until, now)}
        </span>
      )}
    </Button>
  );
}

function useSeconds(until: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until <= Date.now()) return;
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() > until) clearInterval(timer);
    }, 1000);
    return () => clearInterval(timer);
  }, [until]);
  return now;
}
