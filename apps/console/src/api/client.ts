import { createClient } from '@vedette/api-client';
import type { Client } from '@vedette/api-client';
import { ProofDesk } from '../step-up/proof-desk';
import { withProof } from '../step-up/with-proof';

const client = createClient();

/** Where `StepUpDialog` hears that somebody must prove anew who they are. */
export const proofDesk = new ProofDesk();

/** The page's own origin, with its session cookie. What needs a fresh proof asks for it, and is then sent again. */
export const api: Client = {
  ...client,
  request: (document, variables, signal) => withProof(proofDesk, () => client.request(document, variables, signal)),
};
