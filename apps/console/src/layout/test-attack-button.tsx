import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SendTestAttackDocument } from '@vedette/api-client';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { wordsOf } from '../api/words-of';

/** Sends the harmless trail of events, and says what comes next. */
export function TestAttackButton({ primary = false }: { primary?: boolean }) {
  const may = useMay('test-attack:write');
  const queries = useQueryClient();
  const attack = useMutation({
    mutationFn: () => api.request(SendTestAttackDocument, {}),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sources'] }),
  });
  if (!may) return null;
  const sent = attack.data?.sendTestAttack;
  return (
    <div className="row">
      <Button variant={primary ? 'filled' : 'default'} loading={attack.isPending} onClick={() => attack.mutate()}>
        Send a test attack
      </Button>
      <span role="status" className={attack.isError ? undefined : 'muted'}>
        {sent && `${sent.events} harmless events sent as “${sent.source}”. Their alerts arrive within seconds.`}
        {attack.isError && wordsOf(attack.error)}
      </span>
    </div>
  );
}
