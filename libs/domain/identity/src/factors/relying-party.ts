export interface RelyingParty {
  /** The host: passkeys belong to it. */
  readonly id: string;
  readonly origin: string;
  readonly name: string;
}

/** From the configuration alone: whoever could choose it by a Host header could use another site's passkeys. */
export function relyingParty(publicUrl: string): RelyingParty {
  const { hostname, origin } = new URL(publicUrl);
  return { id: hostname, origin, name: 'Vedette' };
}
