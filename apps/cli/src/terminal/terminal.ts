import type { Readable } from 'node:stream';

/** Where text goes: a stream, which may be a screen somebody watches. */
export type Screen = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** What a command sees of the world besides files. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Answers only: one JSON object a line, so that it can be piped. */
  readonly stdout: Screen;
  /** Everything said to people. */
  readonly stderr: Screen;
  /** Aborted when somebody wants the command to stop; the reason is the name of the signal. */
  readonly signal: AbortSignal;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The process's own. From when `signal` is first asked for, a first signal asks the command to finish what it has and a
 * second one ends the process; before, the first one does.
 */
export function processTerminal(): Terminal {
  let abort: AbortController | undefined;
  const listen = (): AbortController => {
    const made = new AbortController();
    for (const name of signals) process.once(name, () => made.abort(name));
    return made;
  };
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    get signal() {
      return (abort ??= listen()).signal;
    },
  };
}

const numbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** As shells count: 130 after Ctrl-C. */
export function exitCodeOf(signal: AbortSignal): number {
  return 128 + (numbers[String(signal.reason)] ?? 2);
}
