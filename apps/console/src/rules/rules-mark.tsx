/** On the grid of the other marks: lines of a text, one of them ticked. */
export const RulesMark = () => (
  <svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
    <path d="m3 5.5 1.5 1.5L7 4M3 14l1.5 1.5L7 12.5M10.5 6h6.5M10.5 14.5h6.5" />
  </svg>
);
