import { Button, Checkbox, Modal, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CloseAlertDocument } from '@vedette/api-client';
import type { AlertDetail } from '@vedette/api-client';
import { useMemo, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { MOST_REASON } from '../alerts/resolutions';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import classes from './close.module.css';
import { ExclusionPreview } from './exclusion-preview';
import { excludableFields } from './excludable-fields';
import { FieldChoice } from './field-choice';
import { addExclusion, usePreview } from './use-exclusion';
import { useReread } from './use-work';

const DAY = 86_400_000;
const lifetimes = [
  { value: '30', label: 'For 30 days' },
  { value: '90', label: 'For 90 days' },
  { value: '365', label: 'For a year' },
  { value: '', label: 'For ever' },
];

/** Says why the rule was wrong, and leaves such events out from now on if that is wanted and harms nothing. */
export function FalsePositiveDialog({ alert, close }: { alert: AlertDetail; close: () => void }) {
  const queries = useQueryClient();
  const reread = useReread(alert.id);
  const fields = useMemo(() => excludableFields(alert.evidence), [alert.evidence]);
  const [reason, setReason] = useState('');
  const [names, setNames] = useState<ReadonlySet<string>>(new Set());
  const [days, setDays] = useState('90');
  const [wanted, setWanted] = useState(false);
  // The exclusion is its own change: what was added must not be added again when closing had to be tried twice.
  const added = useRef(false);

  const mayExclude = useMay('rule:write') && alert.source !== 'correlation';
  const chosen = fields.filter(({ name }) => names.has(name));
  const excludes = mayExclude && wanted && chosen.length > 0;
  const preview = usePreview(alert.rule.id, chosen, excludes);
  const harmful = (preview.data?.hiddenTruePositives.length ?? 0) > 0;

  const send = useMutation({
    mutationFn: async (now: number) => {
      if (excludes && !added.current) {
        const refused = await addExclusion(alert.rule.id, chosen, reason, days ? new Date(now + Number(days) * DAY).toISOString() : null);
        if (refused) return { refused, closed: null };
        added.current = true;
      }
      const { closeAlert } = await api.request(CloseAlertDocument, { input: { id: alert.id, resolution: 'FALSE_POSITIVE', reason, excludeFields: chosen.map(({ name }) => name) } });
      return { refused: null, closed: closeAlert };
    },
    onSuccess: ({ closed }) => {
      if (!closed?.alert) return;
      queries.setQueryData(['alert', alert.id], closed.alert);
      reread();
      close();
    },
  });
  const errors = send.data?.closed?.userErrors;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate(Date.now());
  };
  const settled = !excludes || (preview.isSuccess && !harmful);
  return (
    <Modal opened onClose={close} size="lg" title="Close as false positive" closeButtonProps={{ 'aria-label': 'Keep it open' }}>
      <form className="stack" onSubmit={submit}>
        <Textarea
          label="Why was the rule wrong?"
          description="Stays with the alert, and counts in the precision of the rule"
          required
          withAsterisk={false}
          data-autofocus
          rows={2}
          maxLength={MOST_REASON}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
          error={fieldError(errors, 'reason')}
        />
        {fields.length > 0 && <FieldChoice fields={fields} chosen={names} choose={setNames} />}
        {mayExclude && (
          <div className={classes.next}>
            <Checkbox label="Exclude next time" description={chosen.length === 0 ? 'Choose above which values such events have' : 'Events of this rule that have all of these values open no alert'} checked={wanted && chosen.length > 0} disabled={chosen.length === 0} onChange={({ currentTarget: { checked } }) => setWanted(checked)} />
            {excludes && (
              <>
                <NativeSelect aria-label="How long it is excluded" data={lifetimes} value={days} onChange={({ currentTarget: { value } }) => setDays(value)} />
                <ExclusionPreview preview={preview} alertId={alert.id} />
              </>
            )}
          </div>
        )}
        <FormProblem message={send.data?.refused ?? formError(errors, ['reason'])} error={send.error} />
        <div className="row">
          <Button type="submit" loading={send.isPending} disabled={reason.trim() === '' || !settled}>
            {excludes ? 'Exclude and close' : 'Close alert'}
          </Button>
          <Button variant="default" onClick={close}>
            Keep it open
          </Button>
        </div>
      </form>
    </Modal>
  );
}
