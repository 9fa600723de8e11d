import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMay, useViewer } from '../api/viewer';
import { ProblemNotice } from '../layout/problem-notice';
import { InvitationTable } from './invitation-table';
import { InviteDialog } from './invite-dialog';
import { MemberTable } from './member-table';
import classes from './members.module.css';
import { useInvitations, useMemberships, useRoles } from './use-memberships';

export function PeopleSection() {
  const [inviting, setInviting] = useState(false);
  const viewer = useViewer().data;
  const may = useMay('member:write');
  const [members, roles, invitations] = [useMemberships(), useRoles(), useInvitations()];
  return (
    <div className={classes.page}>
      <section className="stack" aria-labelledby="people">
        <div className={classes.head}>
          <h2 id="people">Members</h2>
          {may && roles.data && (
            <Button size="xs" onClick={() => setInviting(true)}>
              Invite
            </Button>
          )}
        </div>
        {members.isPending && <p className="muted">Loading members …</p>}
        {members.isError && <ProblemNotice error={members.error} retry={() => void members.refetch()} />}
        {members.data && <MemberTable members={members.data} roles={roles.data ?? []} />}
      </section>
      <section className="stack" aria-labelledby="invitations">
        <h2 id="invitations">Invitations</h2>
        {invitations.isError && <ProblemNotice error={invitations.error} retry={() => void invitations.refetch()} />}
        {invitations.data?.length === 0 && <p className={`card ${classes.none}`}>Nobody is invited. A letter works for seven days, once, for its address alone.</p>}
        {invitations.data && invitations.data.length > 0 && <InvitationTable invitations={invitations.data} />}
      </section>
      {inviting && viewer && <InviteDialog viewer={viewer} roles={roles.data ?? []} close={() => setInviting(false)} />}
    </div>
  );
}
