import { Button } from '@mantine/core';
import { ResendInvitationDocument, RevokeInvitationDocument } from '@vedette/api-client';
import type { Invitation } from '@vedette/api-client';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { Moment } from '../layout/moment';
import classes from './members.module.css';
import { useChange } from './use-memberships';

export function InvitationTable({ invitations }: { invitations: readonly Invitation[] }) {
  const may = useMay('member:write');
  return (
    <div className="card table-scroll">
      <table role="table" className={classes.table}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Address</th>
            <th role="columnheader" scope="col">Role</th>
            <th role="columnheader" scope="col">Sent</th>
            <th role="columnheader" scope="col">Ends</th>
            <th role="columnheader" scope="col">
              <span className="hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {invitations.map((invitation) => (
            <tr role="row" key={invitation.email}>
              <td role="cell">
                <strong>{invitation.email}</strong>
              </td>
              <td role="cell" data-name="Role">{invitation.role.name}</td>
              <td role="cell" data-name="Sent">
                <Moment at={invitation.sentAt} />
              </td>
              <td role="cell" data-name="Ends">{invitation.expired ? <span className={classes.over}>Ended unanswered</span> : <Moment at={invitation.expiresAt} />}</td>
              <td role="cell">{may && <Actions invitation={invitation} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Actions({ invitation: { id, email, lettersLeft } }: { invitation: Invitation }) {
  const resend = useChange(async () => (await api.request(ResendInvitationDocument, { input: { id } })).resendInvitation);
  const revoke = useChange(async () => (await api.request(RevokeInvitationDocument, { input: { id } })).revokeInvitation);
  return (
    <>
      <div className={classes.actions}>
        <Button variant="default" size="xs" aria-label={`Send the invitation of ${email} again`} loading={resend.busy} disabled={lettersLeft === 0} onClick={() => resend.run(undefined)}>
          Send again
        </Button>
        <Button variant="default" size="xs" aria-label={`Take the invitation of ${email} back`} loading={revoke.busy} onClick={() => revoke.run(undefined)}>
          Take back
        </Button>
      </div>
      <FormProblem message={(resend.errors ?? revoke.errors)?.[0]?.message} error={resend.error ?? revoke.error} />
    </>
  );
}
