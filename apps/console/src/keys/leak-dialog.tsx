import { Button, Modal, PasswordInput } from '@mantine/core';
import { ReportLeakedKeyDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { FormProblem } from '../account/form-problem';
import { showCharacters } from '../account/show-characters';
import { api } from '../api/client';
import { useFocusBack } from '../layout/use-focus-back';
import { useKeyChange } from './use-keys';

/** For whoever finds a key where it should not be, theirs or another's. */
export function LeakDialog({ close }: { close: () => void }) {
  useFocusBack();
  const [secret, setSecret] = useState('');
  const report = useKeyChange(async (found: string) => (await api.request(ReportLeakedKeyDocument, { input: { secret: found } })).reportLeakedKey, () => setSecret(''));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    report.run(secret.trim());
  };
  const reported = report.answer?.userErrors.length === 0 ? report.answer : null;
  return (
    <Modal opened onClose={close} title="Report a leaked key" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className="stack" onSubmit={submit}>
        <p>
          Found a key in a repository, a log or a chat? Paste all of it. If it is a key of this installation, of whichever organisation, it is <strong>revoked at once</strong> and for good; its owner and the owners of its organisation get a letter. Nobody is told who reported it.
        </p>
        <PasswordInput label="The key" required withAsterisk={false} maxLength={300} autoComplete="off" data-autofocus visibilityToggleButtonProps={showCharacters} value={secret} onChange={({ currentTarget: { value } }) => setSecret(value)} />
        <FormProblem message={report.errors?.[0]?.message} error={report.error} />
        <div role="status">{reported && (reported.revoked ? 'It was one of ours, and works no more. Thank you.' : 'This is no key of this installation. Is it whole, from vdt_ to its end?')}</div>
        <div className="row">
          <Button type="submit" color="red" loading={report.busy} disabled={secret.trim() === ''}>
            Report and revoke
          </Button>
          <Button variant="default" onClick={close}>
            Close
          </Button>
        </div>
      </form>
    </Modal>
  );
}
