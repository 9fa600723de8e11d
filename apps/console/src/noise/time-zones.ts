/** The zones that this browser knows; the gateway knows the same by name. */
export const timeZones: readonly string[] = Intl.supportedValuesOf('timeZone');

export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
