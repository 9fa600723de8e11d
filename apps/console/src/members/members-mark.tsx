export const MembersMark = () => (
  <svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
    <circle cx="7.5" cy="7" r="3" />
    <path d="M2 16.5c.4-3.2 2.6-5 5.5-5s5.1 1.8 5.5 5M13 4.3a3 3 0 0 1 0 5.4M15.2 12c1.6.8 2.6 2.4 2.8 4.5" />
  </svg>
);
