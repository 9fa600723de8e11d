import { namedKeys } from './keys';

/** Keys of the keyed hashes over API keys and one-time tokens; the first makes new ones, all verify. */
export const identityConfig = { VEDETTE_PEPPERS: namedKeys };
