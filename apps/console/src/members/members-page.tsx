import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMay, useViewer } from '../api/viewer';
import { ChoiceBar } from '../layout/choice-bar';
import { PageHeading } from '../layout/page-heading';
import { AccessSection } from './access-section';
import { LeaveDialog } from './leave-dialog';
import classes from './members.module.css';
import { PeopleSection } from './people-section';
import { ReviewsSection } from './reviews-section';
import { RolesSection } from './roles-section';
import { TeamsSection } from './teams-section';

const ofMembers = [['people', 'Members'], ['roles', 'Roles'], ['teams', 'Teams']] as const;
const ofAudit = [['access', 'Access report'], ['reviews', 'Reviews']] as const;
type View = (typeof ofMembers | typeof ofAudit)[number][0];

/** Who belongs to the organisation, and what they may do. */
export function MembersPage() {
  const [search, setSearch] = useSearchParams();
  const [leaving, setLeaving] = useState(false);
  const viewer = useViewer().data;
  const [mayMembers, mayAudit] = [useMay('member:read'), useMay('audit:read')];
  const views = [...(mayMembers ? ofMembers : []), ...(mayAudit ? ofAudit : [])];
  const view = views.find(([value]) => value === search.get('view'))?.[0] ?? views[0]?.[0];
  return (
    <>
      <PageHeading title="Members" lead="Who belongs to the organisation, and what each of them may do.">
        {viewer && (
          <Button size="xs" variant="default" onClick={() => setLeaving(true)}>
            Leave {viewer.tenant.name}
          </Button>
        )}
      </PageHeading>
      <div className={classes.page}>
        {views.length === 0 && <p className={`card ${classes.none}`}>Your role does not show the members. An owner or admin can give you one that does.</p>}
        {views.length > 1 && view && (
          <div className="row">
            <ChoiceBar<View> legend="What to show" choices={views} chosen={view} choose={(value) => setSearch({ view: value }, { replace: true })} />
          </div>
        )}
        {view === 'people' && <PeopleSection />}
        {view === 'roles' && <RolesSection />}
        {view === 'teams' && <TeamsSection />}
        {view === 'access' && <AccessSection />}
        {view === 'reviews' && <ReviewsSection />}
      </div>
      {leaving && viewer && <LeaveDialog viewer={viewer} close={() => setLeaving(false)} />}
    </>
  );
}
