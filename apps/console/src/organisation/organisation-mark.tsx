export const OrganisationMark = () => (
  <svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
    <path d="M3.5 17V4.5h8V17M11.5 8.5h5V17M2 17h16M6 7.5h3M6 10.5h3M6 13.5h3M14 11.5v2.5" />
  </svg>
);
