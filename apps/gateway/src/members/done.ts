import { answering } from '../graphql/user-error';
import type { DonePayloadType } from './member.types';

/** The answer of what leaves nothing to show. */
export async function doing(work: () => Promise<void>): Promise<DonePayloadType> {
  const answer = await answering(async () => {
    await work();
    return { done: true };
  });
  return { ...answer, done: answer.done ?? false };
}
