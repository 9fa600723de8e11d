import { z } from 'zod';
import { quotable } from '../marks';

/** Unset means production: the demo, its login and the mailbox page must be asked for. */
export const modeConfig = {
  VEDETTE_MODE: quotable(z.enum(['development', 'production'], 'expected development or production').default('production')),
};
