import { Button, Modal } from '@mantine/core';
import { useCallback } from 'react';
import { useBeforeUnload, useBlocker } from 'react-router';

/** Asks before what was typed is lost. */
export function UnsavedGuard({ dirty }: { dirty: boolean }) {
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname);
  useBeforeUnload(
    useCallback(
      (event) => {
        if (dirty) event.preventDefault();
      },
      [dirty],
    ),
  );
  if (blocker.state !== 'blocked') return null;
  return (
    <Modal opened onClose={() => blocker.reset()} title="Leave without saving?" closeButtonProps={{ 'aria-label': 'Stay here' }}>
      <div className="stack">
        <p>What you changed in the rule is lost then.</p>
        <div className="row">
          <Button color="red" onClick={() => blocker.proceed()}>
            Leave
          </Button>
          <Button variant="default" onClick={() => blocker.reset()}>
            Stay
          </Button>
        </div>
      </div>
    </Modal>
  );
}
