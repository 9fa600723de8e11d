import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { counted } from '../layout/format-amount';
import { MOST_REASON } from './resolutions';

interface BulkCloseDialogProps {
  readonly count: number;
  readonly close: () => void;
  readonly confirm: (reason: string) => void;
}

/** One reason for all of them: it counts against the rule, so it is asked for. */
export function BulkCloseDialog({ count, close, confirm }: BulkCloseDialogProps) {
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim()) confirm(reason.trim());
  };
  return (
    <Modal opened onClose={close} title={`Close ${counted(count, 'alert')} as false ${count === 1 ? 'positive' : 'positives'}`} closeButtonProps={{ 'aria-label': 'Cancel' }}>
      <form className="stack" onSubmit={submit}>
        <Textarea label="Why" description="Stays with each of them" required withAsterisk={false} data-autofocus rows={3} maxLength={MOST_REASON} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
        <div className="row">
          <Button type="submit" disabled={reason.trim() === ''}>
            Close {counted(count, 'alert')}
          </Button>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
