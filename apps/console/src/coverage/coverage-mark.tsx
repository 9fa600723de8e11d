/** It only repeats what the word beside it says. */
export function CoverageMark() {
  return (
    <svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d="M3 3.5h3.5V7H3zM13.5 3.5H17V7h-3.5zM8.2 8.2h3.6v3.6H8.2zM3 13h3.5v3.5H3zM13.5 13H17v3.5h-3.5z" />
    </svg>
  );
}
