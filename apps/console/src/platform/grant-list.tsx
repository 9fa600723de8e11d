import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { EnterSupportDocument } from '@vedette/api-client';
import type { OpenSupportGrant } from '@vedette/api-client';
import { useNavigate } from 'react-router';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useEnter } from '../api/viewer';
import { Instant } from '../layout/instant';
import { Moment } from '../layout/moment';
import { ProblemNotice } from '../layout/problem-notice';
import { visibleText } from '../layout/visible-text';
import classes from './platform.module.css';
import { useOpenGrants } from './use-platform';

/** What customers let operators look at. @param of one organisation's alone */
export function GrantList({ of }: { of?: string }) {
  const grants = useOpenGrants();
  const Heading = of === undefined ? 'h2' : 'h3';
  const shown = grants.data?.filter(({ tenant }) => of === undefined || tenant === of) ?? [];
  if (grants.isPending) return <p className="muted">Loading …</p>;
  if (grants.isError) return <ProblemNotice error={grants.error} retry={() => void grants.refetch()} />;
  if (shown.length === 0) return <p className={`card ${classes.none}`}>{of ? 'It lets nobody in. Its owners and admins can, under “Organisation”.' : 'No organisation lets anybody in.'}</p>;
  return (
    <ul className={classes.list}>
      {shown.map((grant) => (
        <li key={grant.id} className={`card ${classes.card}`}>
          <div className={classes.head}>
            <Heading>{visibleText(grant.tenantName)}</Heading>
            <span className={grant.writes ? classes.soon : 'muted'}>{grant.writes ? 'May change things' : 'Read-only'}</span>
          </div>
          <p>“{visibleText(grant.reason)}”</p>
          <p className="muted">
            Let in <Moment at={grant.createdAt} inline />, until <Instant at={grant.expiresAt} />
          </p>
          <Enter grant={grant} />
        </li>
      ))}
    </ul>
  );
}

/** What the operator's own organisation showed is forgotten at once. */
function Enter({ grant }: { grant: OpenSupportGrant }) {
  const navigate = useNavigate();
  const enter = useEnter();
  const visit = useMutation({
    mutationFn: async () => (await api.request(EnterSupportDocument, { input: { grantId: grant.id } })).enterSupport,
    onSuccess: async ({ viewer }) => {
      if (!viewer) return;
      await navigate('/alerts');
      enter(viewer);
    },
  });
  return (
    <div className="row">
      <Button size="xs" loading={visit.isPending} onClick={() => visit.mutate()}>
        Enter {visibleText(grant.tenantName)}
      </Button>
      <FormProblem message={visit.data?.userErrors[0]?.message} error={visit.error} />
    </div>
  );
}
