import { Button, CloseButton } from '@mantine/core';
import classes from './source-toast.module.css';
import type { Said, Way } from './use-source-change';

interface SourceToastProps {
  readonly said: Said | null;
  readonly busy: boolean;
  readonly undo: (way: Way) => void;
  readonly dismiss: () => void;
}

/** What a change did, with the way back. It stays until it is closed. */
export function SourceToast({ said, busy, undo, dismiss }: SourceToastProps) {
  const back = said?.back;
  return (
    <div className={classes.place}>
      {/* Kept in the page while empty: only what comes into a place that was there is read out. */}
      <div role="status" className={said ? classes.toast : undefined} data-refused={said?.refused || undefined}>
        {said && <p>{said.words}</p>}
        {said && (
          <div className={classes.tools}>
            {back && (
              <Button variant="default" size="xs" loading={busy} onClick={() => undo(back)}>
                Undo
              </Button>
            )}
            <CloseButton size={28} aria-label="Dismiss" onClick={dismiss} />
          </div>
        )}
      </div>
    </div>
  );
}
