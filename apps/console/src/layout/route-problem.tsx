import { useRouteError } from 'react-router';
import { ProblemNotice } from './problem-notice';

/** A page that broke. A new release may have taken away the script that this tab asked for: reloading mends that. */
export function RouteProblem() {
  return (
    <div className="stack">
      <h1>This page did not open</h1>
      <ProblemNotice error={useRouteError()} retry={() => location.reload()} />
    </div>
  );
}
