import { ApiError } from '@vedette/api-client';

/** What to tell a person about a failure, and what they can do. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof ApiError)) return 'This page has stumbled. Reload it; if it stays so, tell whoever runs Vedette for you.';
  const { errorId } = error.facts;
  if (error.code === 'INTERNAL') return `Something went wrong on our side.${typeof errorId === 'string' ? ` Its number is ${errorId}.` : ''}`;
  return error.message;
}
