import type { Viewer } from '@vedette/api-client';
import { useNavigate, useParams } from 'react-router';
import { useViewer } from '../api/viewer';
import { ChoiceBar } from '../layout/choice-bar';
import { PageHeading } from '../layout/page-heading';
import { DangerSection } from './danger-section';
import { DomainsSection } from './domains-section';
import { GeneralSection } from './general-section';
import classes from './organisation.module.css';
import { SecuritySection } from './security-section';
import { SupportSection } from './support-section';
import { viewsOf } from './views';
import type { View } from './views';

/** How the organisation is set up, who is let in, and how it ends. */
export function OrganisationPage() {
  const viewer = useViewer().data;
  return viewer ? <Views viewer={viewer} /> : null;
}

function Views({ viewer }: { viewer: Viewer }) {
  const { view: asked } = useParams();
  const navigate = useNavigate();
  const views = viewsOf(viewer);
  const view = views.find(([value]) => value === asked)?.[0] ?? 'general';
  return (
    <>
      <PageHeading title="Organisation" lead={viewer.tenant.name} />
      <div className={classes.page}>
        {views.length > 1 && (
          <div className="row">
            <ChoiceBar<View> legend="What to show" choices={views} chosen={view} choose={(value) => void navigate(value === 'general' ? '/organisation' : `/organisation/${value}`, { replace: true })} />
          </div>
        )}
        {asked !== undefined && asked !== view && <p className={`card ${classes.none}`}>Your role does not show that part of the organisation. An owner can give you one that does.</p>}
        {view === 'general' && <GeneralSection viewer={viewer} />}
        {view === 'security' && <SecuritySection viewer={viewer} />}
        {view === 'domains' && <DomainsSection viewer={viewer} />}
        {view === 'support' && <SupportSection />}
        {view === 'deletion' && <DangerSection viewer={viewer} />}
      </div>
    </>
  );
}
