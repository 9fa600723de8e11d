import { Button, CloseButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { countdown } from './bulk-words';
import classes from './bulk.module.css';
import type { Said } from './use-bulk-change';

interface UndoToastProps {
  readonly said: Said | null;
  readonly busy: boolean;
  readonly undo: (token: string) => void;
  readonly dismiss: () => void;
}

/** What a bulk change did. It stays until it is closed: whoever reads slowly must not lose the way back. */
export function UndoToast({ said, busy, undo, dismiss }: UndoToastProps) {
  const back = said?.undo;
  const now = useSeconds(back?.until ?? 0);
  const open = back !== undefined && back.until > now;
  return (
    <div className={classes.place}>
      {/* Kept in the page while empty: only what comes into a place that was there is read out. */}
      <div role="status" className={said ? classes.toast : undefined} data-refused={said?.refused || undefined}>
        {said && <p>{said.words}</p>}
        {said && (
          <div className={classes.tools}>
            {back && open && (
              <Button variant="default" size="xs" loading={busy} onClick={() => undo(back.token)}>
                Undo{' '}
                <span aria-hidden="true" className={classes.left}>
                  {countdown(back.until, now)}
                </span>
              </Button>
            )}
            <CloseButton size={28} aria-label="Dismiss" onClick={dismiss} />
          </div>
        )}
      </div>
    </div>
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
