const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 15938 → `15,938`. */
export function count(value: number): string {
  return whole.format(value);
}

/** `1 rule`, `2 rules`. */
export function counted(value: number, thing: string, things = `${thing}s`): string {
  return `${count(value)} ${value === 1 ? thing : things}`;
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 9_950 ? 2 : 1)} s`;
}

/** Bytes as decimal megabytes a second. */
export function megabytesPerSecond(bytes: number, ms: number): number {
  return ms > 0 ? bytes / 1_000 / ms : 0;
}

/** Outside text on a terminal: control characters would move the cursor or change colours. */
export function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => (character === '\n' || character === '\t' ? ' ' : '\u{fffd}'));
}
