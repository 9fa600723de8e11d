import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { EndNotificationRuleDocument } from '@vedette/api-client';
import type { NotificationRule } from '@vedette/api-client';
import { useState } from 'react';
import { personOf } from '../alerts/person';
import { usePeople } from '../alerts/use-people';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { counted } from '../layout/format-amount';
import { visibleText } from '../layout/visible-text';
import { EndDialog } from './end-dialog';
import { conditionWords, quietWords } from './noise-words';
import classes from './noise.module.css';
import { NOTIFICATION_RULES } from './use-noise';

interface NotificationListProps {
  readonly rules: readonly NotificationRule[];
  readonly edit: (rule: NotificationRule) => void;
}

export function NotificationList({ rules, edit }: NotificationListProps) {
  const may = useMay('notification:write');
  const people = usePeople();
  const [leaving, setLeaving] = useState<NotificationRule | null>(null);
  return (
    <>
      <ul className={classes.rules}>
        {rules.map((rule) => (
          <li key={rule.id} className={`card ${classes.rule}`}>
            <div>
              <h3>{visibleText(rule.name)}</h3>
              <p>
                <span className={classes.sentence}>{visibleText(conditionWords(rule))}</span> <span className="muted">to</span> {rule.recipients.map((principal) => personOf(principal, people)).join(', ')}
              </p>
              <p className="muted">
                {rule.quiet ? `Quiet ${quietWords(rule.quiet)}` : 'No quiet hours'} · at most {counted(rule.mailsPerHour, 'mail')} an hour
              </p>
            </div>
            {may && (
              <div className="row">
                <Button size="xs" variant="default" aria-label={`Change ${rule.name}`} onClick={() => edit(rule)}>
                  Change
                </Button>
                <Button size="xs" variant="default" aria-label={`End ${rule.name}`} onClick={() => setLeaving(rule)}>
                  End
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {leaving && <EndNotification rule={leaving} close={() => setLeaving(null)} />}
    </>
  );
}

function EndNotification({ rule, close }: { rule: NotificationRule; close: () => void }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.request(EndNotificationRuleDocument, { input: { id: rule.id } }),
    onSuccess: async ({ endNotificationRule }) => {
      if (endNotificationRule.userErrors.length > 0) return;
      await queries.invalidateQueries({ queryKey: NOTIFICATION_RULES });
      close();
    },
  });
  return (
    <EndDialog title={`End “${rule.name}”?`} busy={end.isPending} refused={end.data?.endNotificationRule.userErrors[0]?.message} error={end.error} end={() => end.mutate()} close={close}>
      No more mail is sent by it, not even what it held back.
    </EndDialog>
  );
}
