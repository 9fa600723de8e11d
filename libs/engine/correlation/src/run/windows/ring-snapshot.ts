import type { Saved } from '../../snapshot/saved';
import { savedList, savedNumber, savedText } from '../../snapshot/saved';
import type { EventRing } from '../event-ring';

/** `[at, ref]` or `[at, ref, payload]` per event. */
export function saveRing<P extends Saved>(ring: EventRing<P> | EventRing): Saved {
  const out: Saved[] = [];
  for (let i = 0; i < ring.length; i++) {
    const payload = ring.payload(i);
    out.push(payload === undefined ? [ring.at(i), ring.ref(i)] : [ring.at(i), ring.ref(i), payload]);
  }
  return out;
}

export function loadRing<P = undefined>(ring: EventRing<P>, saved: unknown, readPayload?: (value: unknown) => P): void {
  for (const item of savedList(saved, 'window')) {
    const [at, ref, payload] = savedList(item, 'event');
    ring.insert(savedNumber(at, 'time'), savedText(ref, 'ref'), payload === undefined || !readPayload ? undefined : readPayload(payload));
  }
}
