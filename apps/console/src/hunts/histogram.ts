export interface Bin {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly matches: number;
}

const HOUR = 3_600_000;
/** In hours: widths that people think in. */
const widths = [1, 2, 3, 6, 12, 24, 48, 168, 336, 720];

/** Matches by the hour, gathered into at most `most` bins of one width that cover the whole range, empty ones too. */
export function binsOf(hours: readonly { readonly at: string; readonly matches: number }[], from: number, to: number, most = 60): Bin[] {
  const span = Math.max(1, Math.ceil(to / HOUR) - Math.floor(from / HOUR));
  const width = (widths.find((each) => Math.ceil(span / each) + 1 <= most) ?? Math.ceil(span / most)) * HOUR;
  const first = Math.floor(from / width) * width;
  const bins = Array.from({ length: Math.min(most + 1, Math.max(1, Math.ceil((to - first) / width))) }, (_, index) => ({ from: first + index * width, to: first + (index + 1) * width, matches: 0 }));
  for (const { at, matches } of hours) {
    const bin = bins[Math.floor((Date.parse(at) - first) / width)];
    if (bin) bin.matches += matches;
  }
  return bins;
}
