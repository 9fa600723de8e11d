import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { EndSuppressionDocument } from '@vedette/api-client';
import type { Suppression } from '@vedette/api-client';
import { useState } from 'react';
import { personOf } from '../alerts/person';
import { usePeople } from '../alerts/use-people';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { amount } from '../layout/format-amount';
import { Moment } from '../layout/moment';
import { useNow } from '../layout/use-now';
import { visibleText } from '../layout/visible-text';
import { EndDialog } from './end-dialog';
import { suppressionState, windowWords } from './noise-words';
import classes from './noise.module.css';
import { SUPPRESSIONS, useRuleTitles } from './use-noise';

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
export function SuppressionTable({ suppressions }: { suppressions: readonly Suppression[] }) {
  const may = useMay('alert:write');
  const now = useNow();
  const people = usePeople();
  const titles = useRuleTitles(suppressions.flatMap(({ ruleId }) => ruleId ?? []));
  const [leaving, setLeaving] = useState<Suppression | null>(null);
  return (
    <div className="card table-scroll">
      <table role="table" className={classes.table} aria-labelledby="suppressions">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">What is gathered</th>
            <th role="columnheader" scope="col">Why</th>
            <th role="columnheader" scope="col">Hits</th>
            <th role="columnheader" scope="col">Ends</th>
            <th role="columnheader" scope="col">
              <span className="hidden">End it</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {suppressions.map((one) => {
            const state = suppressionState(one, now);
            return (
              <tr role="row" key={one.id} data-over={state !== 'in force' || undefined}>
                <td role="cell">
                  <strong>{one.ruleId ? (titles.get(one.ruleId) ?? one.ruleId) : 'Every rule'}</strong>
                  <span className={classes.sub}>
                    same <span className="mono">{visibleText(one.keys.join(', '))}</span>, until none for {windowWords(one.windowMinutes)}
                  </span>
                </td>
                <td role="cell">
                  {visibleText(one.reason)}
                  <span className={classes.sub}>
                    {personOf(one.owner, people)}, <Moment at={one.createdAt} inline />
                  </span>
                </td>
                <td role="cell" data-name="Hits">
                  {amount(one.hits)}
                  {one.lastHitAt && (
                    <span className={classes.sub}>
                      last <Moment at={one.lastHitAt} inline />
                    </span>
                  )}
                </td>
                <td role="cell" data-name="Ends">
                  {one.endedAt ? (
                    <>
                      Ended <Moment at={one.endedAt} inline />
                    </>
                  ) : one.expiresAt ? (
                    <>
                      {state === 'run out' && 'Ran out '}
                      <Moment at={one.expiresAt} inline />
                    </>
                  ) : (
                    'Never'
                  )}
                </td>
                <td role="cell">
                  {may && state === 'in force' && (
                    <Button size="xs" variant="default" aria-label={`End the suppression “${one.reason}”`} onClick={() => setLeaving(one)}>
                      End
                    </Button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {leaving && <EndSuppression suppression={leaving} close={() => setLeaving(null)} />}
    </div>
  );
}

function EndSuppression({ suppression, close }: { suppression: Suppression; close: () => void }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.request(EndSuppressionDocument, { input: { id: suppression.id } }),
    onSuccess: async ({ endSuppression }) => {
      if (endSuppression.userErrors.length > 0) return;
      await queries.invalidateQueries({ queryKey: SUPPRESSIONS });
      close();
    },
  });
  return (
    <EndDialog title={`End “${suppression.reason}”?`} busy={end.isPending} refused={end.data?.endSuppression.userErrors[0]?.message} error={end.error} end={() => end.mutate()} close={close}>
      What it gathered stays as it is. New matches open alerts of their own again.
    </EndDialog>
  );
}
