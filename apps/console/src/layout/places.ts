export interface Place {
  readonly path: string;
  /** In a sentence: `Your role does not show the alerts.` */
  readonly shows: string;
  /** Whoever holds one of these can read the page. */
  readonly needs: readonly string[];
}

/** Pages that a role may not show. What is not among them every member may open. */
export const places = {
  alerts: { path: '/alerts', shows: 'the alerts', needs: ['alert:read'] },
  entities: { path: '/entities', shows: 'what alerts are about', needs: ['alert:read'] },
  hunts: { path: '/hunts', shows: 'the hunts', needs: ['hunt:read'] },
  rules: { path: '/rules', shows: 'the rules', needs: ['rule:read'] },
  coverage: { path: '/coverage', shows: 'the coverage', needs: ['rule:read'] },
  sources: { path: '/sources', shows: 'the sources', needs: ['source:read'] },
  noise: { path: '/noise', shows: 'suppressions and mail', needs: ['alert:read'] },
  members: { path: '/members', shows: 'the members', needs: ['member:read', 'audit:read'] },
  keys: { path: '/keys', shows: 'the API keys', needs: ['key:read'] },
} as const satisfies Record<string, Place>;

export function mayShow({ needs }: Place, permissions: readonly string[]): boolean {
  return needs.some((permission) => permissions.includes(permission));
}

/** The place that an address is in, however deep, unless everybody may be there. */
export function placeAt(pathname: string): Place | undefined {
  return Object.values<Place>(places).find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
}

/** Where one lands: the first page that one may read, else one's own account. */
export function firstPath(permissions: readonly string[]): string {
  return Object.values<Place>(places).find((place) => mayShow(place, permissions))?.path ?? '/account';
}
