import { Link } from 'react-router';
import { PageHeading } from './page-heading';

export function NotFoundPage() {
  return (
    <>
      <PageHeading title="No such page" lead="It may have moved, or it belongs to another organisation." />
      <Link to="/">To the first page</Link>
    </>
  );
}
