import type { ConformanceCase } from './conformance-case';

const section = 'Filters';
const user = (...names: string[]): ConformanceCase['matches'] => names.map((User) => ({ User, EventID: 1 }));
const filtered = (construct: string, filter: string, matches: ConformanceCase['matches'], not: ConformanceCase['not'], logsource = '{product: acme}'): ConformanceCase => ({
  construct,
  section,
  detection: '{s: {EventID: 1}, condition: s}',
  more: `title: filter\nlogsource: ${logsource}\nfilter: ${filter}\n`,
  matches,
  not,
});
const admins = 'selection: {User|startswith: adm_}';

/** Filters joined to the rule of id and name `case`, as pySigma and rsigma join them: by AND, as written. */
export const filterCases: readonly ConformanceCase[] = [
  filtered('filter by id', `{rules: [case], ${admins}, condition: not selection}`, user('ann'), user('adm_x', 'ADM_')),
  filtered('filter by name', `{rules: [case_name], ${admins}, condition: not selection}`, user('ann'), user('adm_x')),
  filtered('filter by one id as text', `{rules: case, ${admins}, condition: not selection}`, user('ann'), user('adm_x')),
  filtered('filter of any rule', `{rules: any, ${admins}, condition: not selection}`, user('ann'), user('adm_x')),
  filtered('filter without rules', `{${admins}, condition: not selection}`, user('ann'), user('adm_x')),
  filtered('filter of another rule', `{rules: [other], ${admins}, condition: not selection}`, user('ann', 'adm_x'), []),
  filtered('filter of another logsource', `{rules: any, ${admins}, condition: not selection}`, user('ann', 'adm_x'), [], '{product: other}'),
  filtered('filter that keeps', `{rules: [case], ${admins}, condition: selection}`, user('adm_x'), user('ann')),
  filtered('filter of several selections', `{rules: [case], one: {User: a}, two: {User: b}, condition: not 1 of *}`, user('c'), user('a', 'b')),
];
