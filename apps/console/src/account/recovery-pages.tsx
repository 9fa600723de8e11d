import { CancelFactorRecoveryDocument, CompleteFactorRecoveryDocument } from '@vedette/api-client';
import { Link } from 'react-router';
import { api } from '../api/client';
import { utcTime } from '../layout/format-time';
import { useNow } from '../layout/use-now';
import { LinkPage } from './link-page';

/** Of the letter about a lost second factor: somebody else asked for it. */
export function CancelRecoveryPage() {
  return (
    <LinkPage
      title="It was not you?"
      lead="Somebody who knows your password asked to have your second factors removed. One press stops that."
      verb="Stop it"
      run={async (token) => (await api.request(CancelFactorRecoveryDocument, { input: { token } })).cancelFactorRecovery}
      done={
        <>
          <p>Stopped. Your second factors are as they were, and the other link of that letter is dead.</p>
          <p>
            Whoever asked knows your password: <Link to="/forgot-password">choose another one now</Link>.
          </p>
        </>
      }
      dead={<p>It may have been stopped already, or your second factors are gone. Log in to see; if you cannot, tell an owner of your organisation.</p>}
    />
  );
}

/** Of the same letter, a day later. */
export function RecoverFactorPage() {
  const now = useNow();
  return (
    <LinkPage
      title="Remove your second factors"
      lead="All passkeys, your authenticator app and your recovery codes are removed, and all your sessions end. Then your password alone signs you in."
      verb="Remove all second factors"
      harmful
      run={async (token) => (await api.request(CompleteFactorRecoveryDocument, { input: { token } })).completeFactorRecovery}
      words={({ code, reason }) => (code === 'recovery.too_early' && reason ? `This link works from ${utcTime(Date.parse(reason), now)}. Keep the letter and come back then.` : undefined)}
      done={
        <p>
          Your second factors are removed. <Link to="/log-in">Log in with your password</Link>, then add a new one under “Your account”.
        </p>
      }
      dead={<p>It may have been stopped, used, or taken back because you signed in with a factor meanwhile. Log in, and say once more there that your factor is lost.</p>}
    />
  );
}
