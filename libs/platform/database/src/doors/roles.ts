/** One login role per door; none is a member of another, so a session cannot be talked into a second one. */
export const roleOf = {
  app: 'vedette_app',
  relay: 'vedette_relay',
  directory: 'vedette_directory',
  catalog: 'vedette_catalog',
  migrate: 'vedette_migrate',
} as const;

export type Door = keyof typeof roleOf;
export type DoorPasswords = Readonly<Record<Door, string>>;
export const doors = Object.keys(roleOf) as Door[];

/** A connection URL of one door: the admin's host and options, another user and database. */
export function doorUrl(adminUrl: string, door: Door, password: string, database: string): string {
  const url = new URL(adminUrl);
  url.username = roleOf[door];
  url.password = password;
  url.pathname = `/${database}`;
  return url.toString();
}

export function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.toString();
}
