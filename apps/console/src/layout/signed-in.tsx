import { Navigate, useLocation } from 'react-router';
import { useViewer } from '../api/viewer';
import { ProblemNotice } from './problem-notice';
import { Shell } from './shell';

/** Everything behind the log-in page. */
export function SignedIn() {
  const { pathname, search, hash } = useLocation();
  const viewer = useViewer();
  // Nothing else opens before: the page says why, and adds one.
  if (viewer.data?.factorRequired && pathname !== '/account') return <Navigate to="/account" replace />;
  if (viewer.data) return <Shell viewer={viewer.data} />;
  if (viewer.isPending) return null;
  if (viewer.error) {
    return (
      <main>
        <ProblemNotice error={viewer.error} retry={() => void viewer.refetch()} />
      </main>
    );
  }
  const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search + hash)}`;
  return <Navigate to={`/log-in${next}`} replace />;
}
