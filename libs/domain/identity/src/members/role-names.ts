import { builtInRoles, permissionsOf } from '../actor/permissions';
import type { BuiltInRole, Permission } from '../actor/permissions';

export interface BuiltInRoleWords {
  readonly role: BuiltInRole;
  readonly name: string;
  readonly description: string;
  readonly permissions: ReadonlySet<Permission>;
}

const words: Readonly<Record<BuiltInRole, readonly [name: string, description: string]>> = {
  owner: ['Owner', 'May do everything, and is the only one who makes or unmakes owners.'],
  admin: ['Admin', 'May do everything except what concerns the organisation itself and its owners.'],
  analyst: ['Analyst', 'Works on alerts, hunts, and changes rules and sources.'],
  responder: ['Responder', 'Works on alerts and hunts; changes no rules.'],
  auditor: ['Auditor', 'Reads everything, members, keys and the audit log too; changes nothing.'],
  viewer: ['Viewer', 'Reads alerts, hunts, rules and sources.'],
  billing: ['Billing', 'Sees and changes the plan and the invoices; sees no alerts.'],
};

export const builtInRoleWords: readonly BuiltInRoleWords[] = builtInRoles.map((role) => {
  const [name, description] = words[role];
  return { role, name, description, permissions: permissionsOf(role) };
});

/** `Admin` for `admin`; what the code does not know is shown as it is stored. */
export function roleName(role: string, customName: string | null): string {
  return customName ?? builtInRoleWords.find((known) => known.role === role)?.name ?? role;
}
