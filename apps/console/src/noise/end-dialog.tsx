import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { FormProblem } from '../account/form-problem';

interface EndDialogProps {
  readonly title: string;
  /** What happens then. */
  readonly children: ReactNode;
  readonly busy: boolean;
  readonly refused?: string | undefined;
  readonly error: unknown;
  readonly end: () => void;
  readonly close: () => void;
}

export function EndDialog({ title, children, busy, refused, error, end, close }: EndDialogProps) {
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Keep it' }}>
      <div className="stack">
        <p>{children}</p>
        <FormProblem message={refused} error={error} />
        <div className="row">
          <Button color="red" loading={busy} onClick={end}>
            End it
          </Button>
          <Button variant="default" onClick={close}>
            Keep it
          </Button>
        </div>
      </div>
    </Modal>
  );
}
