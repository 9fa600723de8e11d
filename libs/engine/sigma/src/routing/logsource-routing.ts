import type { Logsource } from '../parse/sigma-rule';

/** One way a logsource shows in events. Texts are lower case and compared without regard to case. */
export interface RoutingEntry {
  readonly name: string;
  /** Rules whose logsource has all of these are routed here. */
  readonly logsource: Logsource;
  /** The event's `Channel` is one of these; absent = any. */
  readonly channels?: readonly string[];
  /** The event's kind is one of these; absent = any. */
  readonly kinds?: readonly string[];
  /** Each field has one of its values. */
  readonly conditions: readonly { readonly field: string; readonly values: readonly string[] }[];
  /** The rule's field name → the event's. */
  readonly fieldMappings: Readonly<Record<string, string>>;
}

/** Which events each logsource means. A logsource without an entry is met by events whose kind says the same. */
export interface LogsourceRouting {
  readonly entries: readonly RoutingEntry[];
  /** Products for which the entries are all there is: another service or category of theirs is met by nothing. */
  readonly closed?: readonly string[];
}

const parts = ['category', 'product', 'service'] as const;

/** True when the rule's logsource has everything the entry asks for. */
export function isRoutedBy(rule: Logsource, entry: RoutingEntry): boolean {
  return parts.every((part) => entry.logsource[part] === undefined || entry.logsource[part] === rule[part]);
}

const extraFacts: Readonly<Record<string, readonly Logsource[]>> = {
  web: [{ category: 'webserver' }],
  proxy: [{ category: 'proxy' }],
  dns: [{ category: 'dns' }],
  firewall: [{ category: 'firewall' }],
  'zeek/dns': [{ category: 'dns' }],
  'honeypot/cowrie': [{ category: 'honeypot', product: 'cowrie', service: 'cowrie' }],
  'honeypot/opencanary': [{ category: 'application', product: 'opencanary' }],
  'kubernetes/audit': [{ category: 'application', product: 'kubernetes', service: 'audit' }],
  'linux/sudo': [{ product: 'linux', service: 'auth' }],
  'linux/sshd': [{ product: 'linux', service: 'auth' }],
};

/** True when an event of this kind is what the logsource describes, with no entry to say so. */
export function kindMeets(kind: string | undefined, rule: Logsource): boolean {
  if (kind === undefined) return false;
  const slash = kind.indexOf('/');
  const own: Logsource = slash < 0 ? {} : { product: kind.slice(0, slash), service: kind.slice(slash + 1) };
  const facts = [own, ...(Object.hasOwn(extraFacts, kind) ? (extraFacts[kind] ?? []) : [])];
  return facts.some((fact) => parts.every((part) => rule[part] === undefined || rule[part] === fact[part]));
}
