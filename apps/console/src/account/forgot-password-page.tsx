import { AskPasswordResetDocument } from '@vedette/api-client';
import { api } from '../api/client';
import { AskByMail } from './ask-by-mail';

export function ForgotPasswordPage() {
  return (
    <AskByMail
      title="Forgot your password?"
      lead="We mail you a link with which you choose a new one."
      verb="Mail me the link"
      sent="has an account, a message with a link to a new password is on its way. The link works once, within an hour."
      ask={async (email) => (await api.request(AskPasswordResetDocument, { input: { email } })).askPasswordReset}
    />
  );
}
