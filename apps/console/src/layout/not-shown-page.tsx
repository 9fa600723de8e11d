import type { Viewer } from '@vedette/api-client';
import { Link } from 'react-router';
import { PageHeading } from './page-heading';
import { firstPath } from './places';
import type { Place } from './places';

/** A page that was reached by its address, and that the reader's role does not show. */
export function NotShownPage({ place, viewer }: { place: Place; viewer: Viewer }) {
  const first = firstPath(viewer.permissions);
  return (
    <>
      <PageHeading title="Not for your role" lead={`Your role in ${viewer.tenant.name} does not show ${place.shows}. An owner or admin can give you one that does.`} />
      <Link to={first}>{first === '/account' ? 'To your account' : 'To what you can see'}</Link>
    </>
  );
}
