import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { BeginSecondFactorPasskeyDocument, PassSecondFactorDocument } from '@vedette/api-client';
import type { SessionAnswer } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { api } from '../api/client';
import { utcTime } from '../layout/format-time';
import { useNow } from '../layout/use-now';
import { AccountFrame } from './account-frame';
import classes from './account-frame.module.css';
import { formError } from './field-error';
import { FormProblem } from './form-problem';
import { LostFactor } from './lost-factor';
import { givePasskey } from './passkey';
import { PasskeyButton } from './passkey-button';
import { secondWays } from './second-ways';
import type { SecondWay } from './second-ways';
import type { SecondFactorAsked } from './use-sign-in';

interface SecondStepProps {
  readonly asked: SecondFactorAsked;
  readonly take: (answer: SessionAnswer) => void;
  readonly startOver: () => void;
}

type Answer = { readonly totp: string } | { readonly recoveryCode: string } | { readonly passkey: null };

const OVER = 'That took too long, or there were too many wrong answers. Begin again from the start.';

/** After the first proof: the second one. There is no session before. */
export function SecondStep({ asked: { token, methods, blockedUntil }, take, startOver }: SecondStepProps) {
  const ways = secondWays(methods);
  const [way, setWay] = useState<SecondWay>(ways[0]?.way ?? 'lost');
  const now = useNow();
  const pass = useMutation({
    mutationFn: async (answer: Answer) => {
      const given =
        'passkey' in answer ? { passkey: await givePasskey((await api.request(BeginSecondFactorPasskeyDocument, { input: { token } })).beginSecondFactorPasskey) } : answer;
      return (await api.request(PassSecondFactorDocument, { input: { token, ...given } })).passSecondFactor;
    },
    onSuccess: take,
  });
  const errors = pass.data?.userErrors;
  const over = errors?.some(({ code }) => code === 'token.invalid') ?? false;
  const walk = (next: SecondWay) => {
    pass.reset();
    setWay(next);
  };
  const problem = <FormProblem message={formError(errors, [])} error={pass.error} />;
  if (way === 'lost') return <LostFactor token={token} startOver={startOver} back={() => setWay(ways[0]?.way ?? 'lost')} />;
  const blocked = blockedUntil && Date.parse(blockedUntil) > now && way !== 'passkey' ? Date.parse(blockedUntil) : null;
  if (over) {
    return (
      <AccountFrame key="over" title="Second step" instead>
        <div className="stack">
          <FormProblem message={OVER} />
          <Button size="md" onClick={startOver}>
            Begin again
          </Button>
        </div>
      </AccountFrame>
    );
  }
  return (
    <AccountFrame title="Second step" instead={way === 'passkey'} lead="Your account asks for more than one proof that it is you.">
      <div className="stack">
        {blocked !== null && <p>After too many wrong codes, none is looked at until {utcTime(blocked, now)}.{methods.includes('passkey') ? ' A passkey works all the same.' : ''}</p>}
        {way === 'passkey' ? (
          <>
            {problem}
            <PasskeyButton variant="filled" busy={pass.isPending} press={() => pass.mutate({ passkey: null })}>
              Use your passkey
            </PasskeyButton>
          </>
        ) : (
          <CodeForm key={way} way={way} busy={pass.isPending} problem={problem} give={(code) => pass.mutate(way === 'totp' ? { totp: code } : { recoveryCode: code })} />
        )}
        <ul className={classes.ways} aria-label="Other ways">
          {ways
            .filter((other) => other.way !== way)
            .map((other) => (
              <li key={other.way}>
                <Button variant="subtle" size="xs" onClick={() => walk(other.way)}>
                  {other.words}
                </Button>
              </li>
            ))}
          <li>
            <Button variant="subtle" size="xs" onClick={startOver}>
              Sign in as somebody else
            </Button>
          </li>
        </ul>
      </div>
    </AccountFrame>
  );
}

interface CodeFormProps {
  readonly way: 'totp' | 'recovery';
  readonly busy: boolean;
  readonly problem: ReactNode;
  readonly give: (code: string) => void;
}

function CodeForm({ way, busy, problem, give }: CodeFormProps) {
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give(code.trim());
  };
  const field =
    way === 'totp'
      ? ({ label: 'Code of your authenticator app', description: 'Six digits; another every 30 seconds', inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 9 } as const)
      : ({ label: 'Recovery code', description: 'One of the ten that you kept. Each works once', inputMode: 'text', autoComplete: 'off', maxLength: 40, autoCapitalize: 'none', spellCheck: false } as const);
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput {...field} autoFocus required withAsterisk={false} value={code} onChange={({ currentTarget }) => setCode(currentTarget.value)} />
      {problem}
      <Button type="submit" size="md" loading={busy}>
        Go on
      </Button>
    </form>
  );
}
