/** Where a sign-in comes from: shown to the account's holder among their sessions, and what tells a new device. */
export interface Visit {
  readonly address: string;
  readonly userAgent: string;
  /** The value of the device's own cookie, if the browser sent one: see `deviceTokens`. */
  readonly deviceToken?: string;
}

/** As it is stored: bounded, without what could break out of a line. */
export function storedVisit({ address, userAgent }: Visit): { address: string; userAgent: string } {
  return { address: address.slice(0, 45), userAgent: userAgent.replaceAll(/[\p{C}\s]+/gu, ' ').trim().slice(0, 300) };
}
