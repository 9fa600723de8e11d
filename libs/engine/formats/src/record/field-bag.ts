/** So many values one record may have; what comes later is left out. */
export const mostFields = 10_000;

export type PlainObject = Record<string, unknown>;

export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `__proto__` as a plain assignment would change the object instead of adding a field. */
export function setOwn(target: PlainObject, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  else target[name] = value;
}

/** Collects the fields of one record: a name that comes again makes a list, and their number is bounded. */
export class FieldBag {
  readonly fields: PlainObject = {};
  private count = 0;
  /** Lists made here; a list that came as one value is not to be appended to. */
  private readonly repeated = new Map<string, unknown[]>();

  get size(): number {
    return this.count;
  }

  get isFull(): boolean {
    return this.count >= mostFields;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.fields, name);
  }

  text(name: string): string | undefined {
    const value = this.has(name) ? this.fields[name] : undefined;
    return typeof value === 'string' ? value : undefined;
  }

  add(name: string, value: unknown): void {
    if (this.count >= mostFields) return;
    this.count++;
    if (!this.has(name)) {
      setOwn(this.fields, name, value);
      return;
    }
    const list = this.repeated.get(name);
    if (list) {
      list.push(value);
      return;
    }
    const begun = [this.fields[name], value];
    this.repeated.set(name, begun);
    setOwn(this.fields, name, begun);
  }

  /** Only where the record has no such field yet. */
  addIfAbsent(name: string, value: unknown): void {
    if (value !== undefined && !this.has(name)) this.add(name, value);
  }

  /** In place of what was there. */
  replace(name: string, value: unknown): void {
    if (this.has(name)) setOwn(this.fields, name, value);
    else this.add(name, value);
  }
}
