import { useMutation } from '@tanstack/react-query';
import { DeviceRequestDocument } from '@vedette/api-client';
import { useState } from 'react';
import { useLocation } from 'react-router';
import { api } from '../api/client';
import { PageHeading } from '../layout/page-heading';
import { CodeForm } from './code-form';
import { DecidedCard } from './decided-card';
import type { Decision } from './decided-card';
import { RequestCard } from './request-card';
import { linkedCode } from './user-code';

/** Where a person lets `vedette login` in. Looking a code up claims it, so it takes a press of a button. */
export function DevicePage() {
  const { hash } = useLocation();
  // A code is used once: whoever enters another does not begin with this one.
  const [linked, setLinked] = useState(() => linkedCode(hash));
  const [decision, setDecision] = useState<Decision | null>(null);
  const look = useMutation({ mutationFn: async (userCode: string) => (await api.request(DeviceRequestDocument, { userCode })).deviceRequest });
  const again = () => {
    look.reset();
    setDecision(null);
    setLinked('');
  };
  return (
    <>
      <PageHeading title="Connect a command line" lead="For “vedette login”, running on this machine or another." />
      {decision ? (
        <DecidedCard decision={decision} again={again} />
      ) : look.data ? (
        <RequestCard request={look.data} decided={setDecision} back={again} />
      ) : (
        <CodeForm linked={linked} look={look.mutate} busy={look.isPending} unknown={look.data === null} error={look.error} />
      )}
    </>
  );
}
