import type { DocumentPath } from '../parse/rule-fault';
import { RuleFault } from '../parse/rule-fault';
import type { YamlMap, YamlValue } from '../parse/yaml-document';

/** The settings of one item or condition, with the way to them for complaints. */
export class Params {
  constructor(
    private readonly map: YamlMap,
    readonly path: DocumentPath,
  ) {}

  fault(key: string, why: string): RuleFault {
    return new RuleFault(`${key} ${why}`, this.map.has(key) ? [...this.path, key] : this.path);
  }

  has(key: string): boolean {
    return this.map.get(key) !== undefined && this.map.get(key) !== null;
  }

  text(key: string): string {
    const value = this.optional(key);
    if (value === undefined) throw this.fault(key, 'is missing');
    return value;
  }

  optional(key: string): string | undefined {
    const value = this.map.get(key) ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value === 'object') throw this.fault(key, 'is not a text');
    return String(value);
  }

  flag(key: string): boolean {
    const value = this.map.get(key) ?? false;
    if (typeof value !== 'boolean') throw this.fault(key, 'is neither true nor false');
    return value;
  }

  oneOf<T extends string>(key: string, choices: readonly T[], otherwise: T): T {
    const value = this.optional(key) ?? otherwise;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw this.fault(key, `is none of ${choices.join(', ')}`);
    return found;
  }

  texts(key: string): string[] {
    return this.listOf(key, this.map.get(key));
  }

  private listOf(key: string, value: YamlValue | undefined): string[] {
    const list: readonly YamlValue[] = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value as YamlValue];
    if (list.length === 0) throw this.fault(key, 'is missing or empty');
    return list.map((item) => {
      if (item === null || typeof item === 'object') throw this.fault(key, 'holds something that is no text');
      return String(item);
    });
  }

  /** Name → one or several texts. */
  mapping(key: string): ReadonlyMap<string, readonly string[]> {
    const value = this.map.get(key);
    if (!(value instanceof Map) || value.size === 0) throw this.fault(key, 'is missing or no map');
    return new Map([...value].map(([name, item]) => [String(name), this.listOf(key, item as YamlValue)]));
  }

  value(key: string): YamlValue | undefined {
    return this.map.get(key);
  }
}
