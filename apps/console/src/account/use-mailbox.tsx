import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

/** The way to the mails of a development installation, which keeps them instead of sending; elsewhere nothing. */
export function useMailbox(): ReactNode {
  const mailbox = useQuery({
    queryKey: ['mailbox'],
    queryFn: () =>
      fetch('/mailbox', { method: 'HEAD' }).then(
        ({ status }) => status === 200,
        () => false,
      ),
    staleTime: Infinity,
  });
  if (!mailbox.data) return null;
  return (
    <p>
      {/* Served by the gateway, not a page of this application. */}
      <a href="/mailbox" target="_blank" rel="noopener">
        Open the development mailbox
      </a>
    </p>
  );
}
