/** A head and a key; the words beside it say the same. */
export function PasskeyMark() {
  return (
    <svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <circle cx="7.5" cy="6" r="3" />
      <path d="M2 17c0-3.2 2.4-5.2 5.5-5.2 1 0 1.8.2 2.6.5M15 8.5a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zm0 4.4V18m0-2.2h1.8" />
    </svg>
  );
}
