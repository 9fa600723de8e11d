/** Kept in the page while empty: only what comes into a place that was there is read out. */
export function SavedWords({ saved }: { saved: boolean }) {
  return (
    <span role="status" className="muted">
      {saved ? 'Saved' : ''}
    </span>
  );
}
