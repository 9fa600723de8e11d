import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { AskFactorRecoveryDocument } from '@vedette/api-client';
import { api } from '../api/client';
import { utcTime } from '../layout/format-time';
import { useNow } from '../layout/use-now';
import { AccountFrame } from './account-frame';
import classes from './account-frame.module.css';
import { formError } from './field-error';
import { FormProblem } from './form-problem';
import { useMailbox } from './use-mailbox';

interface LostFactorProps {
  /** Of the second step. */
  readonly token: string;
  readonly back: () => void;
  readonly startOver: () => void;
}

/** Says what will happen and when, before it is asked for. */
export function LostFactor({ token, back, startOver }: LostFactorProps) {
  const ask = useMutation({ mutationFn: async () => (await api.request(AskFactorRecoveryDocument, { input: { token } })).askFactorRecovery });
  const mailbox = useMailbox();
  const now = useNow();
  const errors = ask.data?.userErrors;
  const over = errors?.some(({ code }) => code === 'token.invalid') ?? false;
  const from = ask.data?.usableFrom;
  if (from) {
    return (
      <AccountFrame key="asked" title="A letter is on its way" instead>
        <div className="stack" role="status">
          <p>
            Its link works from {utcTime(Date.parse(from), now)}, for seven days. Follow it then: it removes your second factors, and you sign in with your password alone and add a new one.
          </p>
          <p className="muted">Found it after all? Sign in with it, and the request is taken back.</p>
          {mailbox}
          <Button variant="default" size="md" onClick={startOver}>
            Back to log in
          </Button>
        </div>
      </AccountFrame>
    );
  }
  return (
    <AccountFrame title="Lost your second factor?" instead lead="You can have it removed. It takes a day, so that nobody can do it behind your back.">
      <div className="stack">
        <ol className={classes.steps}>
          <li>We mail two links to your address: one that stops this at once, one that works from 24 hours on.</li>
          <li>The owners of your organisations are told today.</li>
          <li>With the second link, all your second factors are removed and all your sessions end. Then your password alone signs you in.</li>
        </ol>
        <FormProblem message={over ? 'That took too long. Sign in with your password again, then come back here.' : formError(errors, [])} error={ask.error} />
        <Button size="md" loading={ask.isPending} disabled={over} onClick={() => ask.mutate()}>
          Mail me the links
        </Button>
        <Button variant="default" size="md" onClick={over ? startOver : back}>
          {over ? 'Begin again' : 'Back'}
        </Button>
      </div>
    </AccountFrame>
  );
}
