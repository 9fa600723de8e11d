/** `JBSW Y3DP EHPK 3PXP`: what is typed by hand is read in groups. */
export function inFours(secret: string): string {
  return secret.replace(/\s+/g, '').replace(/(.{4})(?=.)/g, '$1 ');
}
