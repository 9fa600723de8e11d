interface Offer {
  readonly id: string;
  readonly domain: string;
  readonly name: string;
}

const PLACE = 'vedette.offers-put-away';

// By name and domain: ids are another's in each organisation one works in.
const markOf = (principal: string, { name, domain }: Offer) => JSON.stringify([principal, domain, name]);

/** Those that this person has not put away in this browser. */
export function unseen<One extends Offer>(principal: string, offers: readonly One[], storage: Pick<Storage, 'getItem'> = localStorage): readonly One[] {
  const away = read(storage);
  return offers.filter((offer) => !away.includes(markOf(principal, offer)));
}

export function putAway(principal: string, offers: readonly Offer[], storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage): void {
  const marks = [...new Set([...offers.map((offer) => markOf(principal, offer)), ...read(storage)])];
  storage.setItem(PLACE, JSON.stringify(marks.slice(0, 100)));
}

function read(storage: Pick<Storage, 'getItem'>): readonly string[] {
  try {
    const marks: unknown = JSON.parse(storage.getItem(PLACE) ?? '[]');
    return Array.isArray(marks) ? marks.filter((mark) => typeof mark === 'string') : [];
  } catch {
    return [];
  }
}
