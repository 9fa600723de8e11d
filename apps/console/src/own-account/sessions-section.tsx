import { Button } from '@mantine/core';
import { EndOtherSessionsDocument, EndSessionDocument } from '@vedette/api-client';
import type { OwnSession } from '@vedette/api-client';
import { useState } from 'react';
import { api } from '../api/client';
import { Moment } from '../layout/moment';
import { visibleText } from '../layout/visible-text';
import { ConfirmDialog } from '../members/confirm-dialog';
import classes from './own-account.module.css';
import { Section } from './section';
import { useOwnChange, useSessions } from './use-own-account';

export function SessionsSection() {
  const sessions = useSessions();
  const [ending, setEnding] = useState<OwnSession | 'others' | null>(null);
  const others = sessions.data?.filter(({ current }) => !current).length ?? 0;
  const tools = others > 0 && (
    <Button variant="default" size="xs" onClick={() => setEnding('others')}>
      End all others
    </Button>
  );
  return (
    <Section title="Sessions" lead="Where you are signed in now, in all your organisations." tools={tools} read={sessions}>
      {sessions.data && (
        <ul className={classes.list}>
          {[...sessions.data].sort((a, b) => Number(b.current) - Number(a.current)).map((session) => (
            <li key={session.id}>
              <div className={classes.what}>
                <strong>{session.browser}</strong>
                {session.current && <span className={classes.here}>This one</span>}
                <p>
                  {visibleText(session.tenantName)} · from {session.address}
                </p>
                <p>
                  Seen <Moment at={session.lastSeenAt} inline />
                </p>
                <p>
                  Signed in <Moment at={session.createdAt} inline />
                </p>
              </div>
              {!session.current && (
                <Button variant="default" size="xs" aria-label={`End the session of ${session.browser} at ${session.address}`} onClick={() => setEnding(session)}>
                  End
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {ending && <EndSessions ending={ending} others={others} close={() => setEnding(null)} />}
    </Section>
  );
}

function EndSessions({ ending, others, close }: { ending: OwnSession | 'others'; others: number; close: () => void }) {
  const change = useOwnChange(
    async () => (ending === 'others' ? (await api.request(EndOtherSessionsDocument, {})).endOtherSessions : (await api.request(EndSessionDocument, { input: { id: ending.id } })).endSession),
    close,
  );
  return (
    <ConfirmDialog
      title={ending === 'others' ? 'End all other sessions?' : `End the session of ${ending.browser}?`}
      verb={ending === 'others' ? `End ${others} ${others === 1 ? 'session' : 'sessions'}` : 'End session'}
      change={change}
      confirm={() => change.run(undefined)}
      close={close}
    >
      <p>Whoever sits there is signed out within a second, open pages included. This cannot be undone; they can sign in again with your password.</p>
      <p>Is it not you? Change your password as well.</p>
    </ConfirmDialog>
  );
}
