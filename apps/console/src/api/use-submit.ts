import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UserError } from '@vedette/api-client';

interface Answered {
  readonly userErrors: readonly UserError[];
}
interface SubmitOptions<Answer> {
  /** Beginnings of the keys of what is read anew. */
  readonly refresh: readonly (readonly unknown[])[];
  readonly done?: (answer: Answer) => void;
}

/** A change, what it was refused for, and what shows it read anew once it is made. */
export function useSubmit<Input, Answer extends Answered>(submit: (input: Input) => Promise<Answer>, { refresh, done }: SubmitOptions<Answer>) {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: submit,
    // An answer may hold a secret: it is kept no longer than what shows it.
    gcTime: 0,
    onSuccess: async (answer) => {
      if (answer.userErrors.length > 0) return;
      await Promise.all(refresh.map((queryKey) => queries.invalidateQueries({ queryKey })));
      done?.(answer);
    },
  });
  return { run: mutation.mutate, busy: mutation.isPending, answer: mutation.data, errors: mutation.data?.userErrors, error: mutation.error, reset: mutation.reset };
}
