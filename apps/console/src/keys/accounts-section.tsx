import { Button } from '@mantine/core';
import type { ServiceAccount } from '@vedette/api-client';
import { useState } from 'react';
import { useMay } from '../api/viewer';
import { ProblemNotice } from '../layout/problem-notice';
import { AccountCard } from './account-card';
import { AccountForm } from './account-form';
import classes from './keys.module.css';
import { useServiceAccounts } from './use-keys';

/** Programs with a role of their own: their keys go on when whoever made them leaves. */
export function AccountsSection() {
  const [form, setForm] = useState<{ readonly account: ServiceAccount | null } | null>(null);
  const may = useMay('key:write');
  const accounts = useServiceAccounts();
  return (
    <>
      <p className="muted">A service account is a program with a role of its own. Its keys go on working when the person who made them leaves, and can do no more than its role.</p>
      {may && !form && (
        <div>
          <Button onClick={() => setForm({ account: null })}>New service account</Button>
        </div>
      )}
      {form && <AccountForm key={form.account?.id ?? ''} account={form.account} done={() => setForm(null)} />}
      {accounts.isError && <ProblemNotice error={accounts.error} retry={() => void accounts.refetch()} />}
      {accounts.isPending && <p className="muted">Loading service accounts …</p>}
      {accounts.data?.length === 0 && !form && <p className={`card ${classes.none}`}>There is none yet. Make one for what runs without anybody watching: shippers, pipelines, reports.</p>}
      {accounts.data && accounts.data.length > 0 && (
        <ul className={classes.cards}>
          {accounts.data.map((account) => (
            <AccountCard key={account.id} account={account} change={() => setForm({ account })} />
          ))}
        </ul>
      )}
    </>
  );
}
