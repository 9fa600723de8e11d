const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const;

/** `812 bytes`, `1.4 MB`: of thousands, as files are sold and shown. */
export function size(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const count = bytes / 1000 ** step;
  return `${step === 0 || count >= 100 ? Math.floor(count).toLocaleString('en') : (Math.floor(count * 10) / 10).toFixed(1)} ${UNITS[step] ?? 'bytes'}`;
}
