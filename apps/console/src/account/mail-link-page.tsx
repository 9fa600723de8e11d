import { AskSignInLinkDocument } from '@vedette/api-client';
import { api } from '../api/client';
import { AskByMail } from './ask-by-mail';

export function MailLinkPage() {
  return (
    <AskByMail
      title="Sign in by mail"
      lead="We mail you a link that signs you in, without your password."
      verb="Mail me the link"
      sent="has an account, a message with a link is on its way. Open it in this browser: it works once, within ten minutes, and nowhere else."
      ask={async (email) => (await api.request(AskSignInLinkDocument, { input: { email } })).askSignInLink}
    />
  );
}
