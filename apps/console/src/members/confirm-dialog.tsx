import { Button, Modal } from '@mantine/core';
import type { UserError } from '@vedette/api-client';
import type { ReactNode } from 'react';
import { FormProblem } from '../account/form-problem';
import { useFocusBack } from '../layout/use-focus-back';

interface ConfirmDialogProps {
  readonly title: string;
  /** What happens then. */
  readonly children: ReactNode;
  readonly verb: string;
  readonly change: { readonly busy: boolean; readonly errors: readonly UserError[] | undefined; readonly error: unknown };
  readonly confirm: () => void;
  readonly close: () => void;
  readonly ready?: boolean;
}

export function ConfirmDialog({ title, children, verb, change, confirm, close, ready = true }: ConfirmDialogProps) {
  useFocusBack();
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close without doing it' }}>
      <div className="stack">
        {children}
        <FormProblem message={change.errors?.[0]?.message} error={change.error} />
        <div className="row">
          <Button color="red" loading={change.busy} disabled={!ready} onClick={confirm}>
            {verb}
          </Button>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
        </div>
      </div>
    </Modal>
  );
}
