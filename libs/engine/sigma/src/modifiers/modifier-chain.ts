import { nearestTo } from '../parse/nearest';
import { RuleFault } from '../parse/rule-fault';
import type { ClockPart, Comparison } from './field-test';

/** Values for `expand`, by placeholder name without the percent signs. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

export type Encoding = 'windash' | 'base64' | 'base64offset' | 'utf16le' | 'utf16be' | 'utf16';

/** What a key such as `CommandLine|contains|all` asks for. */
export interface ModifierChain {
  openStart: boolean;
  openEnd: boolean;
  all: boolean;
  cased: boolean;
  negated: boolean;
  exists: boolean;
  expand: boolean;
  fieldref: boolean;
  regex: boolean;
  cidr: boolean;
  regexFlags: { i: boolean; m: boolean; s: boolean };
  encodings: Encoding[];
  compare?: Comparison;
  clock?: ClockPart;
}

const encodings: Readonly<Record<string, Encoding>> = {
  windash: 'windash',
  base64: 'base64',
  base64offset: 'base64offset',
  utf16le: 'utf16le',
  wide: 'utf16le',
  utf16be: 'utf16be',
  utf16: 'utf16',
};
const comparisons: readonly string[] = ['lt', 'lte', 'gt', 'gte'];
const clockParts: readonly string[] = ['minute', 'hour', 'day', 'week', 'month', 'year'];
const flagOf: Readonly<Record<string, 'i' | 'm' | 's'>> = { i: 'i', ignorecase: 'i', m: 'm', multiline: 'm', s: 's', dotall: 's' };

const names = [...Object.keys(encodings), ...comparisons, ...clockParts, 'contains', 'startswith', 'endswith', 'neq', 're', 'all', 'cased', 'exists', 'expand', 'fieldref', 'cidr'];

function suggestion(name: string): string {
  const nearest = nearestTo(name, names);
  return nearest === undefined ? '' : `: did you mean ${nearest}?`;
}

function apply(chain: ModifierChain, name: string): void {
  const encoding = Object.hasOwn(encodings, name) ? encodings[name] : undefined;
  const flag = Object.hasOwn(flagOf, name) ? flagOf[name] : undefined;
  if (encoding) chain.encodings.push(encoding);
  else if (comparisons.includes(name)) chain.compare = name as Comparison;
  else if (clockParts.includes(name)) chain.clock = name as ClockPart;
  else if (flag) {
    if (!chain.regex) throw new RuleFault(`the modifier ${name} comes only after re`);
    chain.regexFlags[flag] = true;
  } else if (name === 'contains') chain.openStart = chain.openEnd = true;
  else if (name === 'startswith') chain.openEnd = true;
  else if (name === 'endswith') chain.openStart = true;
  else if (name === 'neq') chain.negated = true;
  else if (name === 're') chain.regex = true;
  else if (name === 'all' || name === 'cased' || name === 'exists' || name === 'expand' || name === 'fieldref' || name === 'cidr') chain[name] = true;
  else throw new RuleFault(`unknown modifier "${name}"${suggestion(name)}`);
}

const kinds = ['exists', 'fieldref', 'regex', 'cidr'] as const;

function check(chain: ModifierChain): void {
  const chosen: string[] = kinds.filter((kind) => chain[kind]);
  if (chain.clock ?? chain.compare) chosen.push(chain.clock ?? chain.compare ?? '');
  if (chosen.length > 1) throw new RuleFault(`the modifiers ${chosen.join(' and ')} do not go together`);
  const [kind] = chosen;
  if (kind && chain.encodings.length > 0) throw new RuleFault(`the modifiers ${chain.encodings.join(', ')} do not go with ${kind}`);
  if (kind && kind !== 'fieldref' && kind !== 'regex' && (chain.openStart || chain.openEnd)) throw new RuleFault(`contains, startswith and endswith do not go with ${kind}`);
  if (kind && chain.expand) throw new RuleFault(`expand does not go with ${kind}`);
}

/** Splits `Field|modifier|modifier`; an empty field name is a keyword search. @throws RuleFault for an unknown or impossible chain */
export function readKey(key: string): { field: string | null; chain: ModifierChain } {
  const [name = '', ...modifiers] = key.split('|');
  if (modifiers.length > 12) throw new RuleFault('a field has more than 12 modifiers');
  const chain: ModifierChain = {
    openStart: false, openEnd: false, all: false, cased: false, negated: false, exists: false, expand: false,
    fieldref: false, regex: false, cidr: false, regexFlags: { i: false, m: false, s: false }, encodings: [],
  };
  for (const modifier of modifiers) apply(chain, modifier.trim());
  check(chain);
  return { field: name.trim() === '' ? null : name.trim(), chain };
}
