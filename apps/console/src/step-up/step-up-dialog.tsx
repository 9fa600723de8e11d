import { Modal } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import { proofDesk } from '../api/client';
import { useFactors } from '../own-account/use-own-account';
import { ProblemNotice } from '../layout/problem-notice';
import { ProofForm } from './proof-form';

/**
 * Asks for a fresh proof wherever the gateway wants one. It stands once in the page, before what it may lie over.
 * Cancelling gives up what waited, and changes nothing else.
 */
export function StepUpDialog() {
  const asking = useSyncExternalStore(proofDesk.attend, proofDesk.isAsking);
  useEffect(() => {
    // The kit closes the dialog that opened first. Ours lies on top, so it is the one to go.
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || !proofDesk.isAsking()) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      proofDesk.giveUp();
    };
    window.addEventListener('keydown', leave, { capture: true });
    return () => window.removeEventListener('keydown', leave, { capture: true });
  }, []);
  return asking ? <AskingDialog /> : null;
}

function AskingDialog() {
  const factors = useFactors();
  return (
    <Modal opened closeOnEscape={false} zIndex={300} onClose={() => proofDesk.giveUp()} title="Confirm that it is you" closeButtonProps={{ 'aria-label': 'Cancel' }}>
      <div className="stack">
        <p>This does lasting harm in the wrong hands, so it needs a fresh proof that it is you. The proof then counts for five minutes.</p>
        {factors.isPending && <p className="muted">One moment …</p>}
        {factors.isError && <ProblemNotice error={factors.error} retry={() => void factors.refetch()} />}
        {factors.data && <ProofForm factors={factors.data} />}
      </div>
    </Modal>
  );
}
