import { Link, useParams } from 'react-router';
import { ProblemNotice } from '../layout/problem-notice';
import { NotFoundPage } from '../layout/not-found-page';
import { PageHeading } from '../layout/page-heading';
import { visibleText } from '../layout/visible-text';
import { FlagsForm } from './flags-form';
import { GrantList } from './grant-list';
import { OperatorsOnly } from './operators-only';
import { PlanForm } from './plan-form';
import classes from './platform.module.css';
import { StateBadge } from './state-badge';
import { SuspensionSection } from './suspension-section';
import { TenantFacts } from './tenant-facts';
import { TrialForm } from './trial-form';
import { useTenant } from './use-platform';

/** One organisation, as those who operate the installation see it: nothing that it keeps. */
export function TenantPage() {
  return (
    <OperatorsOnly>
      <OneTenant />
    </OperatorsOnly>
  );
}

function OneTenant() {
  const { id = '' } = useParams();
  const tenant = useTenant(id);
  if (tenant.isPending) return <p className="muted">Loading the organisation …</p>;
  if (tenant.isError) return <ProblemNotice error={tenant.error} retry={() => void tenant.refetch()} />;
  if (!tenant.data) return <NotFoundPage />;
  return (
    <>
      <p className={classes.up}>
        <Link to="/platform">All organisations</Link>
      </p>
      <PageHeading title={visibleText(tenant.data.name)}>
        <StateBadge state={tenant.data.state} />
      </PageHeading>
      <div className={classes.page}>
        <TenantFacts tenant={tenant.data} />
        <SuspensionSection tenant={tenant.data} />
        <section className={`card ${classes.card}`} aria-labelledby="plan">
          <h2 id="plan">Plan and flags</h2>
          <PlanForm key={tenant.data.plan} tenant={tenant.data} />
          <TrialForm key={tenant.data.trialEndsAt} tenant={tenant.data} />
          <FlagsForm key={tenant.data.flags.join()} tenant={tenant.data} />
        </section>
        <section className="stack" aria-labelledby="grants">
          <h2 id="grants">Open for support</h2>
          <GrantList of={id} />
        </section>
      </div>
    </>
  );
}
