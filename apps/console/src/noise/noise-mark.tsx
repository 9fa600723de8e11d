/** A loud line that becomes a quiet one; as the marks of `layout/marks.tsx`. */
export function NoiseMark() {
  return (
    <svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d="M3 7v6M6 4v12M9 6.5v7M12 9v2M15 9.6v.8M18 9.8v.4" />
    </svg>
  );
}
