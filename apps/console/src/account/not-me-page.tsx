import { NotMeDocument } from '@vedette/api-client';
import { Link } from 'react-router';
import { api } from '../api/client';
import { LinkPage } from './link-page';
import { useMailbox } from './use-mailbox';

/** Of the letter about a sign-in from a new browser. */
export function NotMePage() {
  const mailbox = useMailbox();
  return (
    <LinkPage
      title="This was not you?"
      lead="One press ends what was opened from that browser, forgets it, and mails you a link to a new password."
      verb="It was not me"
      harmful
      run={async (token) => (await api.request(NotMeDocument, { input: { token } })).notMe}
      done={
        <>
          <p>What was opened there has ended. A letter with a link to a new password is on its way: choose one now, since somebody knows the old one.</p>
          <p className="muted">Then look under “Your account” for factors and sessions that are not yours.</p>
          {mailbox}
        </>
      }
      dead={
        <p>
          The link works for seven days, and once. If somebody else uses your account, <Link to="/forgot-password">choose a new password</Link>: that ends all sessions.
        </p>
      }
    />
  );
}
