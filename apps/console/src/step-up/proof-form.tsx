import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BeginStepUpPasskeyDocument, StepUpDocument } from '@vedette/api-client';
import type { Factors } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { givePasskey } from '../account/passkey';
import { PasskeyButton } from '../account/passkey-button';
import { showCharacters } from '../account/show-characters';
import { api, proofDesk } from '../api/client';
import { useViewer } from '../api/viewer';
import { proofWays } from './proof-ways';
import type { ProofWay } from './proof-ways';

type Answer = { readonly password: string } | { readonly totp: string } | { readonly passkey: null };

const others: Readonly<Record<ProofWay, string>> = {
  passkey: 'Use a passkey instead',
  totp: 'Use a code of your authenticator app instead',
  password: 'Use your password instead',
};

export function ProofForm({ factors }: { factors: Factors }) {
  const ways = proofWays(factors);
  const [way, setWay] = useState<ProofWay>(ways[0]);
  const queries = useQueryClient();
  const prove = useMutation({
    mutationFn: async (answer: Answer) => {
      const given = 'passkey' in answer ? { passkey: await givePasskey((await api.request(BeginStepUpPasskeyDocument, {})).beginStepUpPasskey) } : answer;
      return (await api.request(StepUpDocument, { input: given })).stepUp;
    },
    onSuccess: ({ viewer }) => {
      if (!viewer) return;
      queries.setQueryData(['viewer'], viewer);
      proofDesk.proven();
    },
  });
  const errors = prove.data?.userErrors;
  const wrongPassword = way === 'password' && errors?.some(({ code }) => code === 'factor.wrong');
  const problem = <FormProblem message={wrongPassword ? 'This is not your password.' : formError(errors, [])} error={prove.error} />;
  const cancel = (
    <Button variant="default" onClick={() => proofDesk.giveUp()}>
      Cancel
    </Button>
  );
  return (
    <>
      {way === 'passkey' ? (
        <>
          {problem}
          <div className="row">
            <PasskeyButton variant="filled" busy={prove.isPending} press={() => prove.mutate({ passkey: null })}>
              Use your passkey
            </PasskeyButton>
            {cancel}
          </div>
        </>
      ) : (
        <TypedProof key={way} way={way} problem={problem} cancel={cancel} busy={prove.isPending} give={(text) => prove.mutate(way === 'totp' ? { totp: text.trim() } : { password: text })} />
      )}
      {ways.length > 1 && (
        <div>
          {ways
            .filter((other) => other !== way)
            .map((other) => (
              <Button
                key={other}
                variant="subtle"
                size="xs"
                onClick={() => {
                  prove.reset();
                  setWay(other);
                }}
              >
                {others[other]}
              </Button>
            ))}
        </div>
      )}
      {way !== 'password' && <p className="muted">Not at hand? Cancel, log out, and log in again: there it says what to do when it is lost.</p>}
    </>
  );
}

interface TypedProofProps {
  readonly way: 'totp' | 'password';
  readonly problem: ReactNode;
  readonly cancel: ReactNode;
  readonly busy: boolean;
  readonly give: (text: string) => void;
}

function TypedProof({ way, problem, cancel, busy, give }: TypedProofProps) {
  const [text, setText] = useState('');
  const email = useViewer().data?.email ?? '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The form may lie within another one's dialog: its submission is not the other's.
    event.stopPropagation();
    give(text);
  };
  const field = { required: true, withAsterisk: false, autoFocus: true, 'data-autofocus': true, value: text, onChange: ({ currentTarget }: { currentTarget: { value: string } }) => setText(currentTarget.value) };
  return (
    <form className="stack" onSubmit={submit}>
      {way === 'totp' ? (
        <TextInput {...field} label="Code of your authenticator app" description="Six digits; another every 30 seconds" inputMode="numeric" autoComplete="one-time-code" maxLength={9} />
      ) : (
        <>
          <input type="hidden" autoComplete="username" value={email} readOnly />
          <PasswordInput {...field} label="Your password" autoComplete="current-password" visibilityToggleButtonProps={showCharacters} />
        </>
      )}
      {problem}
      <div className="row">
        <Button type="submit" loading={busy}>
          Confirm
        </Button>
        {cancel}
      </div>
    </form>
  );
}
