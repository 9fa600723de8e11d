import { logger } from '@vedette/telemetry';

const HOUR_MS = 60 * 60 * 1000;
/** Soon after the start, but not while everything else is starting. */
const FIRST_MS = 60 * 1000;

export interface Chore {
  readonly name: string;
  /** Right also where several gateways do it at once. @returns what is worth a line in the log */
  run(): Promise<unknown>;
}

export interface Housekeeping {
  /** All chores, one after the other; one that fails is logged and keeps none of the others from being done. */
  runNow(): Promise<void>;
  /** None begins any more; resolves when the one under way has ended. */
  close(): Promise<void>;
}

/** What has to be done once in a while, by whichever gateway comes first. */
export function startHousekeeping(chores: readonly Chore[], { everyMs = HOUR_MS, firstMs = FIRST_MS } = {}): Housekeeping {
  const log = logger('housekeeping');
  let closed = false;
  let underway: Promise<void> = Promise.resolve();
  const round = async () => {
    for (const { name, run } of chores) {
      if (closed) return;
      try {
        log.info({ chore: name, result: await run() }, 'chore done');
      } catch (err) {
        log.warn({ err, chore: name }, 'a chore failed; the next round tries again');
      }
    }
  };
  const runNow = () => (underway = underway.then(round));
  const first = setTimeout(() => void runNow(), firstMs);
  const timer = setInterval(() => void runNow(), everyMs);
  first.unref();
  timer.unref();
  return {
    runNow,
    close: () => {
      closed = true;
      clearTimeout(first);
      clearInterval(timer);
      return underway;
    },
  };
}
