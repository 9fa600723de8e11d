import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { AccountFrame } from './account-frame';
import { useMailbox } from './use-mailbox';

const signUp = 'can be used, a message with a link is on its way. Open the link within a day: it finishes your account and brings you in.';

interface CheckYourMailProps {
  readonly email: string;
  /** The rest of a sentence: `If ada@acme.test …`. What the letter is for, and how long its link works. */
  readonly children?: ReactNode;
  readonly again?: string;
}

/** The gateway answers alike whether the address is known or not, so this page does too. */
export function CheckYourMail({ email, children = signUp, again = 'sign up once more with the same address' }: CheckYourMailProps) {
  const mailbox = useMailbox();
  return (
    <AccountFrame title="Check your mail" instead foot={<Link to="/log-in">Back to log in</Link>}>
      <div className="stack" role="status">
        <p>
          If <strong>{email}</strong> {children}
        </p>
        <p className="muted">Nothing there? Look into the spam folder, or {again}.</p>
        {mailbox}
      </div>
    </AccountFrame>
  );
}
