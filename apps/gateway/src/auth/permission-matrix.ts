import { builtInRoleWords } from '@vedette/identity';
import type { Access } from './access';
import type { DeclaredResolver } from './declared-resolvers';
import type { DeclaredRoute } from './declared-routes';

export interface Operation {
  /** `Query.alerts`, `POST /v1/events` */
  readonly name: string;
  readonly access: Access;
  readonly stepUp?: boolean;
}

/** Everything that can be asked of the gateway, by name; as the running code declares it. */
export function operationsOf(resolvers: readonly DeclaredResolver[], routes: readonly DeclaredRoute[]): Operation[] {
  const all = [
    ...resolvers.map(({ field, access, stepUp }) => ({ name: field, access, stepUp })),
    ...routes.filter(({ method }) => method !== 'HEAD').map(({ method, url, access }) => ({ name: `${method} ${url}`, access })),
  ];
  return [...new Map(all.map((each) => [each.name, each])).values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Whether somebody who is signed in and holds these may ask it. */
export function isAllowed(access: Access, held: ReadonlySet<string>): boolean {
  return access === 'public' || access === 'signed-in' || held.has(access);
}

function askedFor(access: Access): string {
  const words: Readonly<Record<string, string>> = { public: 'nothing', 'signed-in': 'any member', operator: 'an operator' };
  return words[access] ?? `\`${access}\``;
}

export const renewal = 'node tools/jest/run.mjs apps/gateway permission-matrix -u';

/** The table role × operation, for people. */
export function permissionMatrix(operations: readonly Operation[]): string {
  const head = ['Operation', 'Asks for', 'Proof', ...builtInRoleWords.map(({ name }) => name)];
  const rows = operations.map(({ name, access, stepUp }) => [
    `\`${name}\``,
    askedFor(access),
    stepUp ? 'fresh' : '',
    ...builtInRoleWords.map(({ permissions }) => (isAllowed(access, permissions) ? 'yes' : '–')),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    '# Who may do what',
    '',
    `Written from the running gateway by a spec, which also asks every operation as every role. Renew it with \`${renewal}\`.`,
    'A role of your own may do what its permissions say, in the column "Asks for". "nothing" is open to anyone; "any member" concerns the caller alone; "an operator" runs the installation ([runbook](../runbooks/operate-tenants.md)), which no role gives.',
    'Where "Proof" says fresh, a person must have proven who they are in the last five minutes.',
    'Within these, an operation may still refuse: nobody grants what they do not hold, and only owners touch owners ([guide](../guides/members-and-roles.md)).',
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    '',
  ].join('\n');
}
