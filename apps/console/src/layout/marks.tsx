import type { ReactNode } from 'react';

/** Line drawings on a grid of 20; they only repeat what the word beside them says. */
function Mark({ children }: { children: ReactNode }) {
  return (
    <svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {children}
    </svg>
  );
}

export const AlertsMark = () => (
  <Mark>
    <path d="M5 13.5V9a5 5 0 0 1 10 0v4.5l1.5 1.5h-13zM8.5 17.5h3" />
  </Mark>
);
export const HuntMark = () => (
  <Mark>
    <circle cx="8.5" cy="8.5" r="5" />
    <path d="m12.2 12.2 5 5" />
  </Mark>
);
export const SourcesMark = () => (
  <Mark>
    <path d="M2.5 10h3l2-5.5 4.5 11 2-5.5h3.5" />
  </Mark>
);
export const KeysMark = () => (
  <Mark>
    <circle cx="6.5" cy="13.5" r="3.5" />
    <path d="m9 11 7-7m-3 3 2.5 2.5" />
  </Mark>
);
export const SunMark = () => (
  <Mark>
    <circle cx="10" cy="10" r="3.2" />
    <path d="M10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M15.7 4.3l-1.2 1.2M5.5 14.5l-1.2 1.2" />
  </Mark>
);
export const MoonMark = () => (
  <Mark>
    <path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z" />
  </Mark>
);
export const SystemMark = () => (
  <Mark>
    <rect x="2.5" y="3.5" width="15" height="10" rx="1.5" />
    <path d="M7 17h6M10 13.5V17" />
  </Mark>
);
export const AccountMark = () => (
  <Mark>
    <circle cx="10" cy="6.5" r="3.2" />
    <path d="M3.8 17c.5-3.4 3-5.2 6.2-5.2s5.7 1.8 6.2 5.2" />
  </Mark>
);
export const LeaveMark = () => (
  <Mark>
    <path d="M8 3.5H4.5v13H8M12.5 13.5 16 10l-3.5-3.5M16 10H8" />
  </Mark>
);
export const CopyMark = () => (
  <Mark>
    <rect x="7" y="7" width="9.5" height="9.5" rx="1.5" />
    <path d="M13 7V4.5A1 1 0 0 0 12 3.5H4.5a1 1 0 0 0-1 1V12a1 1 0 0 0 1 1H7" />
  </Mark>
);
export const DoneMark = () => (
  <Mark>
    <path d="m4 10.5 4 4 8-9" />
  </Mark>
);
export const PauseMark = () => (
  <Mark>
    <path d="M7 5v10M13 5v10" />
  </Mark>
);
export const PlayMark = () => (
  <Mark>
    <path d="m6.5 4.5 9 5.5-9 5.5z" />
  </Mark>
);
