import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { LeaveSupportDocument } from '@vedette/api-client';
import type { Viewer } from '@vedette/api-client';
import { useNavigate } from 'react-router';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useEnter } from '../api/viewer';
import { Instant } from '../layout/instant';
import classes from './banners.module.css';
import { useSupportGrants } from './use-organisation';

/** A guest must know at every moment whose house they are in. */
export function SupportBanner({ viewer }: { viewer: Viewer }) {
  const grant = useSupportGrants().data?.find(({ current }) => current);
  const navigate = useNavigate();
  const enter = useEnter();
  const leave = useMutation({
    mutationFn: async () => (await api.request(LeaveSupportDocument, {})).leaveSupport,
    onSuccess: async ({ viewer: next, userErrors }) => {
      if (userErrors.length > 0) return;
      await navigate(next ? '/platform' : '/log-in', { replace: true });
      enter(next);
    },
  });
  return (
    <section className={classes.banner} data-kind="support" aria-label="Support session">
      <p>
        <strong>
          Support: you are in {viewer.tenant.name}, {viewer.role === 'support-write' ? 'and may change things' : 'read-only'}
        </strong>
        {grant && (
          <>
            {' '}
            until <Instant at={grant.expiresAt} />
          </>
        )}
        .{viewer.tenant.state === 'suspended' && ' It is suspended.'} What you do stands in their log.
      </p>
      <Button size="xs" variant="white" color="dark" loading={leave.isPending} onClick={() => leave.mutate()}>
        Leave
      </Button>
      <FormProblem message={leave.data?.userErrors[0]?.message} error={leave.error} />
      <div className={classes.edge} aria-hidden="true" />
    </section>
  );
}
