import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { AccountFrame } from './account-frame';

/** The gateway answers alike whether the address is known or not, so this page does too. */
export function CheckYourMail({ email }: { email: string }) {
  const mailbox = useMailbox();
  return (
    <AccountFrame title="Check your mail" foot={<Link to="/log-in">Back to log in</Link>}>
      <div className="stack" role="status">
        <p>
          If <strong>{email}</strong> can be used, a message with a link is on its way. Open the link within an hour: it finishes your account and brings you in.
        </p>
        <p className="muted">Nothing there? Look into the spam folder, or sign up once more with the same address.</p>
        {mailbox && (
          <p>
            {/* Served by the gateway, not a page of this application. */}
            <a href="/mailbox" target="_blank" rel="noopener">
              Open the development mailbox
            </a>
          </p>
        )}
      </div>
    </AccountFrame>
  );
}

/** There is one in development only, where mails are kept instead of sent. */
function useMailbox(): boolean {
  const mailbox = useQuery({
    queryKey: ['mailbox'],
    queryFn: () =>
      fetch('/mailbox', { method: 'HEAD' }).then(
        ({ status }) => status === 200,
        () => false,
      ),
    staleTime: Infinity,
  });
  return mailbox.data ?? false;
}
