import { useNavigate, useParams } from 'react-router';
import { ChoiceBar } from '../layout/choice-bar';
import { NotFoundPage } from '../layout/not-found-page';
import { PageHeading } from '../layout/page-heading';
import { GrantList } from './grant-list';
import { LogTable } from './log-table';
import { OperatorsOnly } from './operators-only';
import { TenantsView } from './tenants-view';

const views = [['tenants', 'Organisations'], ['support', 'Open for support'], ['log', 'Log']] as const;
type View = (typeof views)[number][0];

/** All organisations of the installation, for those who operate it. */
export function PlatformPage() {
  const navigate = useNavigate();
  const { view: asked = 'tenants' } = useParams();
  const view = views.find(([value]) => value === asked)?.[0];
  if (!view) return <NotFoundPage />;
  return (
    <OperatorsOnly>
      <PageHeading title="Platform" lead="Everything you do here stands in the log of the platform, and in that of the organisation." />
      <div className="stack">
        <div className="row">
          <ChoiceBar<View> legend="What to show" choices={views} chosen={view} choose={(value) => void navigate(value === 'tenants' ? '/platform' : `/platform/${value}`, { replace: true })} />
        </div>
        {view === 'tenants' && <TenantsView />}
        {view === 'support' && <GrantList />}
        {view === 'log' && <LogTable />}
      </div>
    </OperatorsOnly>
  );
}
