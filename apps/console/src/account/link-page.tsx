import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { UserError } from '@vedette/api-client';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { AccountFrame } from './account-frame';
import { formError } from './field-error';
import { FormProblem } from './form-problem';
import { BROKEN_LINK, useLinkToken } from './use-link-token';

/** With what is wrong, where the message alone does not say it. */
type Refused = UserError & { readonly reason?: string | null };

interface LinkPageProps {
  readonly title: string;
  /** What a press does. */
  readonly lead: string;
  readonly verb: string;
  readonly harmful?: boolean;
  readonly run: (token: string) => Promise<{ readonly done: boolean; readonly userErrors: readonly Refused[] }>;
  /** What has happened, and what to do next. */
  readonly done: ReactNode;
  /** What to do when the link is dead. */
  readonly dead: ReactNode;
  /** More than the refusal's own words. */
  readonly words?: (error: Refused) => string | undefined;
}

/** Where a letter's link leads that does one thing. A press does it, not the opening: mail filters open every link. */
export function LinkPage({ title, lead, verb, harmful, run, done, dead, words }: LinkPageProps) {
  const token = useLinkToken();
  const act = useMutation({ mutationFn: () => run(token) });
  const [refusal] = act.data?.userErrors ?? [];
  const frame = (children: ReactNode) => (
    <AccountFrame title={title} lead={act.data?.done ? undefined : lead} foot={<Link to="/log-in">To log in</Link>}>
      <div className="stack">{children}</div>
    </AccountFrame>
  );
  if (act.data?.done) return frame(<div className="stack" role="status">{done}</div>);
  return frame(
    <>
      <FormProblem message={token ? ((refusal && words?.(refusal)) ?? formError(act.data?.userErrors, [])) : BROKEN_LINK} error={act.error} />
      {(!token || refusal?.code === 'token.invalid') && dead}
      {token && refusal?.code !== 'token.invalid' && (
        <Button size="md" color={harmful ? 'red' : undefined} loading={act.isPending} onClick={() => act.mutate()}>
          {verb}
        </Button>
      )}
    </>,
  );
}
