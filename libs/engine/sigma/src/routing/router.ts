import type { NormalisedEvent } from '../taxonomy/event-values';
import { fieldValue } from '../taxonomy/event-values';
import type { Route } from './routes';
import { meetsRoute, routingText } from './routes';

const maxBranches = 4_096;

/** The routes an event meets: one object for each different set of them. */
export interface MetRoutes {
  readonly keys: readonly string[];
  /** The keys in one text. */
  readonly name: string;
}

interface Branch {
  /** The next field to look at; null = decided. */
  readonly field: string | null;
  readonly met: MetRoutes | undefined;
  readonly next: Map<string | number | undefined, Branch>;
}

function branchKey(event: NormalisedEvent, field: string): string | number | undefined {
  const value = field === '' ? event.kind : fieldValue(event.fields, field);
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/**
 * From an event to the routes it meets. The decision is a tree over kind, channel and the fields that conditions name,
 * grown as events come; a branch asks a field only if a route still in play depends on it.
 */
export class Router {
  private root: Branch | undefined;
  private branches = 0;
  private readonly known = new Map<string, MetRoutes>();

  constructor(private readonly routes: readonly Route[]) {}

  find(event: NormalisedEvent): MetRoutes {
    let branch = this.root;
    while (branch && branch.field !== null) branch = branch.next.get(branchKey(event, branch.field));
    return branch?.met ?? this.grow(event);
  }

  /** Walks again and adds what is missing on the way, within bounds. */
  private grow(event: NormalisedEvent): MetRoutes {
    let branch = (this.root ??= this.branchFor(event, []));
    const asked: string[] = [];
    while (branch.field !== null) {
      asked.push(branch.field);
      const key = branchKey(event, branch.field);
      let next = branch.next.get(key);
      if (!next) {
        next = this.branchFor(event, asked);
        if (this.branches < maxBranches && (typeof key !== 'string' || key.length <= 256)) {
          branch.next.set(key, next);
          this.branches++;
        }
      }
      branch = next;
    }
    return branch.met ?? this.metBy(event);
  }

  /** @param asked fields whose values are settled, in order */
  private branchFor(event: NormalisedEvent, asked: readonly string[]): Branch {
    const field = this.nextField(event, asked);
    return { field, met: field === null ? this.metBy(event) : undefined, next: new Map() };
  }

  /** '' = the kind. */
  private nextField(event: NormalisedEvent, asked: readonly string[]): string | null {
    if (!asked.includes('')) return '';
    if (!asked.includes('Channel')) return 'Channel';
    const kindAndChannel = this.routes.filter((route) => meetsRoute(route.entry ? { ...route, entry: { ...route.entry, conditions: [] } } : route, event));
    for (const { entry } of kindAndChannel) {
      const settled = entry?.conditions.filter(({ field }) => asked.includes(field)) ?? [];
      const open = entry?.conditions.find(({ field }) => !asked.includes(field));
      const alive = settled.every(({ field, values }) => values.includes(routingText(fieldValue(event.fields, field)) ?? ''));
      if (open && alive) return open.field;
    }
    return null;
  }

  private metBy(event: NormalisedEvent): MetRoutes {
    const keys = this.routes.filter((route) => meetsRoute(route, event)).map(({ key }) => key);
    const name = keys.join('\n');
    const known = this.known.get(name) ?? { keys, name };
    this.known.set(name, known);
    return known;
  }
}
