import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../api/viewer';
import { ProblemNotice } from '../layout/problem-notice';
import classes from './organisation.module.css';
import { SupportForm } from './support-form';
import { SupportList } from './support-list';
import { useSupportGrants } from './use-organisation';

/** Whom of the installation's support the organisation lets in, and who came. */
export function SupportSection() {
  const [asking, setAsking] = useState(false);
  const may = useMay('member:write');
  const grants = useSupportGrants();
  return (
    <section className="stack" aria-labelledby="support">
      <div className={classes.head}>
        <div>
          <h2 id="support">Support access</h2>
          <p className="muted">Nobody of support sees anything of your organisation unless you let them in. What they then do stands in your log under their name.</p>
        </div>
        {may && !asking && (
          <Button size="xs" onClick={() => setAsking(true)}>
            Let support in
          </Button>
        )}
      </div>
      {asking && <SupportForm done={() => setAsking(false)} />}
      {grants.isPending && <p className="muted">Loading …</p>}
      {grants.isError && <ProblemNotice error={grants.error} retry={() => void grants.refetch()} />}
      {grants.data?.length === 0 && !asking && <p className={`card ${classes.none}`}>Support was never let in.</p>}
      {grants.data && grants.data.length > 0 && <SupportList grants={grants.data} />}
    </section>
  );
}
