import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { JoinByDomainDocument } from '@vedette/api-client';
import type { JoinableQuery } from '@vedette/api-client';
import { useNavigate } from 'react-router';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useEnter } from '../api/viewer';
import classes from './organisation.module.css';

export type Joinable = NonNullable<JoinableQuery['viewer']>['joinable'][number];

export function JoinableList({ joinable }: { joinable: readonly Joinable[] }) {
  return (
    <ul className={classes.list}>
      {joinable.map((each) => (
        <li key={each.id} className={`card ${classes.line}`}>
          <span>
            <strong>{each.name}</strong> <span className="muted">for addresses of {each.domain}, as {each.role}</span>
          </span>
          <JoinButton joinable={each} />
        </li>
      ))}
    </ul>
  );
}

/** Becomes a member and works there from now on: what this organisation showed is forgotten. */
export function JoinButton({ joinable: { id, name } }: { joinable: Joinable }) {
  const navigate = useNavigate();
  const enter = useEnter();
  const join = useMutation({
    mutationFn: async () => (await api.request(JoinByDomainDocument, { input: { id } })).joinByDomain,
    onSuccess: async ({ viewer }) => {
      if (!viewer) return;
      await navigate('/');
      enter(viewer);
    },
  });
  return (
    <span className={classes.join}>
      <Button size="xs" loading={join.isPending} onClick={() => join.mutate()}>
        Join {name}
      </Button>
      <FormProblem message={join.data?.userErrors[0]?.message} error={join.error} />
    </span>
  );
}
