import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMay } from '../api/viewer';
import { ChoiceBar } from '../layout/choice-bar';
import { PageHeading } from '../layout/page-heading';
import { AccountsSection } from './accounts-section';
import { KeysSection } from './keys-section';
import { LeakDialog } from './leak-dialog';

const views = [['keys', 'Keys'], ['service-accounts', 'Service accounts']] as const;
type View = (typeof views)[number][0];

export function KeysPage() {
  const [search, setSearch] = useSearchParams();
  const [reporting, setReporting] = useState(false);
  const may = useMay('key:read');
  const view = views.find(([value]) => value === search.get('view'))?.[0] ?? 'keys';
  return (
    <>
      <PageHeading title="API keys" lead="Shippers and scripts sign in with these. Each does only what you allow it, until it expires.">
        <Button size="xs" variant="default" onClick={() => setReporting(true)}>
          Report a leaked key
        </Button>
      </PageHeading>
      <div className="stack">
        <div className="row">
          <ChoiceBar<View> legend="What to show" choices={views} chosen={view} choose={(value) => setSearch(value === 'keys' ? {} : { view: value }, { replace: true })} />
        </div>
        {may && view === 'keys' && <KeysSection />}
        {may && view === 'service-accounts' && <AccountsSection />}
      </div>
      {reporting && <LeakDialog close={() => setReporting(false)} />}
    </>
  );
}
