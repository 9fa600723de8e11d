import type { Permission } from '../actor/permissions';

/** The one client of the device flow. It is public: nothing it is sent with proves that it is the program it says. */
export const deviceClient = 'vedette-cli';

/**
 * What a command line may be let do: the work of the product, not who may do it. Keys, members, roles, billing and the
 * organisation itself stay with a browser and its fresh proofs.
 */
export const commandLineScopes = [
  'alert:read', 'alert:write', 'event:write', 'hunt:read', 'hunt:write', 'rule:read', 'rule:write', 'source:read', 'source:write', 'test-attack:write',
] as const satisfies readonly Permission[];
