import { SignUpDocument } from '@vedette/api-client';
import type { SignUpMutation } from '@vedette/api-client';
import { api } from '../api/client';
import { solveProof } from './solve-proof';

interface Typed {
  readonly organisation: string;
  readonly email: string;
  readonly password: string;
}

/** Signs up; where work is asked for first, does it and signs up once more. @param working is told when that begins */
export async function signUp(input: Typed, working: () => void): Promise<SignUpMutation> {
  const answer = await api.request(SignUpDocument, { input });
  const { challenge } = answer.signUp;
  if (!challenge) return answer;
  working();
  return api.request(SignUpDocument, { input: { ...input, proof: await solveProof(challenge) } });
}
