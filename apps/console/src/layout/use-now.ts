import { useSyncExternalStore } from 'react';

const TICK_MS = 5000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // The hook compares after subscribing, so a page opened after a pause catches up at once.
  if (timer === undefined) now = Date.now();
  // One timer for all the times on a page.
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Milliseconds since the epoch, anew every five seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
