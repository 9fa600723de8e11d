import { permissionGroups } from '../members/permission-words';

/** What each permission lets a program do. */
const words: Readonly<Record<string, string>> = {
  'alert:read': 'Read alerts, and hear of new ones',
  'alert:write': 'Acknowledge, assign, comment on and close alerts',
  'audit:read': 'Read the access report and reviews',
  'billing:read': 'Read plan and invoices',
  'billing:write': 'Change plan and payment',
  'event:write': 'Send events',
  'hunt:read': 'Read hunts',
  'hunt:write': 'Hunt and backtest',
  'key:read': 'List keys and service accounts',
  'key:write': 'Revoke keys',
  'member:read': 'List members, roles and teams',
  'member:write': 'Change members',
  'notification:write': 'Change mail about alerts',
  'role:write': 'Change roles',
  'rule:read': 'Read rules and coverage',
  'rule:write': 'Change rules, and apply folders of them',
  'source:read': 'Read sources, and what became of their events',
  'source:write': 'Mute sources, and change how they are read',
  'tenant:write': 'Change settings of the organisation',
  'test-attack:write': 'Send a test attack',
};
/** What the gateway lets people alone do, whatever a key was given. */
const forPeople: readonly string[] = ['member:write', 'role:write', 'tenant:write'];

export interface ScopeGroup {
  readonly noun: string;
  readonly words: string;
  readonly scopes: readonly { readonly scope: string; readonly words: string; readonly description: string }[];
}

/** What a key may be given, by noun. */
export function scopeGroups(permissions: readonly string[]): readonly ScopeGroup[] {
  return permissionGroups(permissions).map(({ noun, words: title, permissions: each }) => ({
    noun,
    words: title,
    scopes: each.map(({ permission, verb }) => ({
      scope: permission,
      words: words[permission] ?? verb,
      description: forPeople.includes(permission) ? `${permission}; mostly for people alone` : permission,
    })),
  }));
}

const lifetimes = [1, 7, 30, 90, 180, 365];

/** Choices of days, up to the longest that the organisation allows, which is one of them. */
export function lifetimeOptions(longest: number): readonly { readonly value: string; readonly label: string }[] {
  return [...lifetimes.filter((days) => days < longest), longest].map((days) => ({ value: String(days), label: daysInWords(days) }));
}

/** The usual one, or the longest where that is shorter. */
export function usualLifetime(longest: number): string {
  return String(Math.min(90, longest));
}

function daysInWords(days: number): string {
  return days === 1 ? '1 day' : days === 365 ? '1 year' : `${days} days`;
}
