import { useQuery } from '@tanstack/react-query';
import { ApiKeysDocument } from '@vedette/api-client';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { CreateKeyForm } from './create-key-form';
import { KeyTable } from './key-table';

export function KeysPage() {
  const may = useMay('key:write');
  const keys = useQuery({ queryKey: ['api-keys'], queryFn: async ({ signal }) => (await api.request(ApiKeysDocument, {}, signal)).apiKeys });
  return (
    <>
      <PageHeading title="API keys" lead="Shippers and scripts sign in with these. Each does only what you allow it, until it expires." />
      <div className="stack">
        {may && <CreateKeyForm />}
        {keys.isError && <ProblemNotice error={keys.error} retry={() => void keys.refetch()} />}
        {keys.isPending && <p className="muted">Loading keys …</p>}
        {keys.data?.length === 0 && <p className="muted">There is no key yet.</p>}
        {keys.data && keys.data.length > 0 && <KeyTable keys={keys.data} />}
      </div>
    </>
  );
}
