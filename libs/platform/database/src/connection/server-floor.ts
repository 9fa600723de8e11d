/**
 * The lowest minor release of each major that is safe to hold tenants: CVE-2025-8713 (optimizer statistics leak rows past a
 * policy) is fixed in 15.14, 16.10 and 17.6 (https://www.postgresql.org/support/security/CVE-2025-8713/); 18 starts at 18.4.
 */
const floors: ReadonlyMap<number, number> = new Map([[15, 14], [16, 10], [17, 6], [18, 4]]);

/** @param version `server_version_num`, as 150018. @throws Error naming the floor when the server is below it. */
export function checkServerFloor(version: number): void {
  const major = Math.floor(version / 10_000);
  const minor = version % 10_000;
  if (major > 18) return;
  const floor = floors.get(major);
  if (floor === undefined) throw new Error(`Postgres ${major}.${minor} is too old: 15.14 or newer is needed`);
  if (minor < floor) throw new Error(`Postgres ${major}.${minor} has known holes in row security: ${major}.${floor} or newer is needed`);
}
