import { Button, Modal, NativeSelect } from '@mantine/core';
import { RotateApiKeyDocument } from '@vedette/api-client';
import type { ApiKey } from '@vedette/api-client';
import { useState } from 'react';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useFocusBack } from '../layout/use-focus-back';
import { useNow } from '../layout/use-now';
import { SecretOnce } from './secret-once';
import { useKeyChange } from './use-keys';

const overlaps = [
  { value: '0', label: 'It ends at once' },
  { value: '1', label: '1 hour' },
  { value: '24', label: '1 day' },
  { value: '72', label: '3 days' },
  { value: '168', label: '7 days' },
];

/** A successor of a key, and the old one beside it for a while. */
export function RotateDialog({ apiKey, close }: { apiKey: ApiKey; close: () => void }) {
  useFocusBack();
  const [hours, setHours] = useState('24');
  const now = useNow();
  const rotate = useKeyChange(async () => (await api.request(RotateApiKeyDocument, { input: { id: apiKey.id, overlapHours: Number(hours) } })).rotateApiKey);
  const { secret, apiKey: successor, replaced } = rotate.answer ?? {};
  if (secret && successor) {
    const until = replaced && replaced.revokedAt === null && Date.parse(replaced.expiresAt) > now ? replaced.expiresAt : null;
    // It is closed by its own button alone: a stray click must not take away what is shown only once.
    return (
      <Modal opened onClose={close} title={`“${apiKey.name}” is rotated`} size="lg" withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false}>
        <SecretOnce secret={secret} apiKey={successor} oldWorksUntil={until} done={close} />
      </Modal>
    );
  }
  return (
    <Modal opened onClose={close} title={`Rotate “${apiKey.name}”?`} closeButtonProps={{ 'aria-label': 'Leave it as it is' }}>
      <div className="stack">
        <p>You get a new key with the same name, permissions, networks and owner, and a full life. It is shown once.</p>
        <NativeSelect label="The old one works beside it for" data={overlaps} value={hours} onChange={({ currentTarget: { value } }) => setHours(value)} />
        <FormProblem message={rotate.errors?.[0]?.message} error={rotate.error} />
        <div className="row">
          <Button loading={rotate.busy} onClick={() => rotate.run(undefined)}>
            Rotate key
          </Button>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
        </div>
      </div>
    </Modal>
  );
}
