import type { NormalisedEvent } from '../taxonomy/event-values';
import { fieldValue } from '../taxonomy/event-values';
import type { Route } from './routes';
import { meetsRoute, routingText } from './routes';

const maxBranches = 4_096;

interface Branch<T> {
  /** The next field to look at; null = decided. */
  readonly field: string | null;
  readonly answer: T | undefined;
  readonly next: Map<string | number | undefined, Branch<T>>;
}

/**
 * From an event to what is kept for the set of routes it meets. The decision is a tree over kind, channel and the
 * fields that conditions name, grown as events come; a branch asks a field only if a route still in play depends on it.
 */
export class Router<T> {
  private root: Branch<T> | undefined;
  private branches = 0;
  private readonly answers = new Map<string, T>();

  constructor(
    private readonly routes: readonly Route[],
    private readonly make: (met: readonly Route[]) => T,
  ) {}

  find(event: NormalisedEvent): T {
    let branch = (this.root ??= this.branchFor(event, []));
    const asked: string[] = [];
    while (branch.field !== null) {
      const { field } = branch;
      asked.push(field);
      const value = field === '' ? event.kind : fieldValue(event.fields, field);
      const key = typeof value === 'string' || typeof value === 'number' ? value : undefined;
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
    return branch.answer ?? this.answerFor(event);
  }

  /** @param asked fields whose values are settled, in order */
  private branchFor(event: NormalisedEvent, asked: readonly string[]): Branch<T> {
    const field = this.nextField(event, asked);
    return { field, answer: field === null ? this.answerFor(event) : undefined, next: new Map() };
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

  private answerFor(event: NormalisedEvent): T {
    const met = this.routes.filter((route) => meetsRoute(route, event));
    const key = met.map((route) => route.key).join('\n');
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const made = this.make(met);
    this.answers.set(key, made);
    return made;
  }
}
