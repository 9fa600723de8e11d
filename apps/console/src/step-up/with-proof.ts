import { ApiError } from '@vedette/api-client';
import type { ProofDesk } from './proof-desk';

/**
 * Repeats the very operation once who sits here has proven it anew. A second refusal is told as it is: a proof that does
 * not help would be asked for without end.
 * @throws ApiError
 */
export async function withProof<Result>(desk: ProofDesk, operation: () => Promise<Result>): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'auth.step_up') throw error;
    await desk.ask();
    return operation();
  }
}
