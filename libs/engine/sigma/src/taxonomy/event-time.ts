const earliest = Date.UTC(1970, 0, 1);
const latest = Date.UTC(2200, 0, 1);

function bounded(ms: number): number | undefined {
  return Number.isFinite(ms) && ms >= earliest && ms <= latest ? Math.trunc(ms) : undefined;
}

/** Seconds, milliseconds, microseconds or nanoseconds since the epoch, told apart by size. */
function fromNumber(value: number): number | undefined {
  if (!(value > 0)) return undefined;
  if (value < 1e11) return bounded(value * 1e3);
  if (value < 1e14) return bounded(value);
  if (value < 1e17) return bounded(value / 1e3);
  return bounded(value / 1e6);
}

const isoLike = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

function offsetMinutes(zone: string | undefined): number {
  if (!zone || /^[zu]/i.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

/**
 * Milliseconds since the epoch of a log's time value: ISO 8601 (a blank for the `T` and a missing zone = UTC allowed),
 * a number or digits since the epoch, `/Date(…)/`. Undefined when it is no time or lies outside 1970–2200; never throws.
 */
export function instantOf(value: unknown): number | undefined {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const text = value.trim();
  const iso = isoLike.exec(text);
  if (iso) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso;
    if (Number(month) > 12 || Number(day) > 31 || Number(hour) > 24) return undefined;
    const ms = fraction ? Number(`0.${fraction}`) * 1000 : 0;
    const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second ?? 0), Math.floor(ms + 1e-6));
    return bounded(utc - offsetMinutes(zone) * 60_000);
  }
  if (/^\d{9,19}(\.\d+)?$/.test(text)) return fromNumber(Number(text));
  const wrapped = /^\/Date\((\d{1,16})\)\/$/.exec(text);
  if (wrapped) return bounded(Number(wrapped[1]));
  if (/^[A-Za-z]{3},? |^\d{1,2}[/ ][A-Za-z]{3}[/ ]\d{4}/.test(text)) return bounded(Date.parse(text.replace(/^(\d{1,2})\/([A-Za-z]{3})\/(\d{4}):/, '$1 $2 $3 ')));
  return undefined;
}
