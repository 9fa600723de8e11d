import { ActionIcon } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { LogOutDocument } from '@vedette/api-client';
import type { Viewer } from '@vedette/api-client';
import { NavLink, useNavigate } from 'react-router';
import { api } from '../api/client';
import { useEnter } from '../api/viewer';
import classes from './account-panel.module.css';
import { AccountMark, LeaveMark } from './marks';
import { ThemeChoice } from './theme-choice';

export function AccountPanel({ viewer }: { viewer: Viewer }) {
  const navigate = useNavigate();
  const enter = useEnter();
  const leave = useMutation({
    mutationFn: () => api.request(LogOutDocument, {}),
    onSuccess: async () => {
      await navigate('/log-in', { replace: true });
      enter(null);
    },
  });
  return (
    <div className={classes.panel}>
      <NavLink to="/account" className={classes.who} title="Your account">
        <AccountMark />
        <span className="hidden">Your account:</span>
        <span className={classes.names}>
          <strong>{viewer.tenant.name}</strong>
          <span className="muted">{viewer.email ?? viewer.principal}</span>
        </span>
      </NavLink>
      <div className={classes.tools}>
        <ThemeChoice />
        <ActionIcon aria-label="Log out" title="Log out" loading={leave.isPending} onClick={() => leave.mutate()}>
          <LeaveMark />
        </ActionIcon>
      </div>
      <span role="alert">{leave.isError ? 'Not logged out: try again.' : ''}</span>
    </div>
  );
}
