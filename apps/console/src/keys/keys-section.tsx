import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../api/viewer';
import { ProblemNotice } from '../layout/problem-notice';
import { CreateKeyForm } from './create-key-form';
import { KeyTable } from './key-table';
import { useKeys, useServiceAccounts } from './use-keys';

export function KeysSection() {
  const [asked, setAsked] = useState(false);
  // Whoever has no key yet came for one; the form stays until they are done with it.
  const [first, setFirst] = useState<boolean | null>(null);
  const may = useMay('key:write');
  const [keys, accounts] = [useKeys(), useServiceAccounts()];
  if (keys.data && first === null) setFirst(keys.data.length === 0);
  const close = () => {
    setAsked(false);
    setFirst(false);
  };
  const open = may && (asked || first);
  const none = keys.data?.length === 0;
  return (
    <>
      {open && <CreateKeyForm accounts={accounts.data ?? []} close={none ? undefined : close} />}
      {may && !open && keys.data && (
        <div>
          <Button onClick={() => setAsked(true)}>New key</Button>
        </div>
      )}
      {keys.isError && <ProblemNotice error={keys.error} retry={() => void keys.refetch()} />}
      {keys.isPending && <p className="muted">Loading keys …</p>}
      {none && <p className="muted">There is no key yet.</p>}
      {keys.data && !none && <KeyTable keys={keys.data} />}
    </>
  );
}
