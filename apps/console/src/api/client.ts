import { createClient } from '@vedette/api-client';

/** The page's own origin, with its session cookie. */
export const api = createClient();
