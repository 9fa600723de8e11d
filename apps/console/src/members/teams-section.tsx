import { Button, NativeSelect, TextInput } from '@mantine/core';
import { AddToTeamDocument, CreateTeamDocument, RemoveFromTeamDocument, RemoveTeamDocument, RenameTeamDocument } from '@vedette/api-client';
import type { Membership, Team } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { ProblemNotice } from '../layout/problem-notice';
import { nameOf } from './member-table';
import classes from './members.module.css';
import { useChange, useMemberships, useTeams } from './use-memberships';

export function TeamsSection() {
  const may = useMay('member:write');
  const [teams, members] = [useTeams(), useMemberships()];
  return (
    <section className="stack" aria-labelledby="teams">
      <div>
        <h2 id="teams">Teams</h2>
        <p className="muted">Who works together. A team allows nothing: what somebody may do is their role.</p>
      </div>
      {may && <NewTeam />}
      {teams.isPending && <p className="muted">Loading teams …</p>}
      {teams.isError && <ProblemNotice error={teams.error} retry={() => void teams.refetch()} />}
      {teams.data?.length === 0 && <p className={`card ${classes.none}`}>There is no team yet.</p>}
      <ul className={classes.cards}>
        {teams.data?.map((team) => (
          <li key={team.id} className={`card ${classes.card}`}>
            <TeamCard team={team} members={members.data ?? []} may={may} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function NewTeam() {
  const [name, setName] = useState('');
  const create = useChange(async () => (await api.request(CreateTeamDocument, { input: { name } })).createTeam, () => setName(''));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.run(undefined);
  };
  return (
    <form className={classes.line} onSubmit={submit}>
      <TextInput label="New team" required withAsterisk={false} maxLength={60} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} error={fieldError(create.errors, 'name')} />
      <Button type="submit" loading={create.busy}>
        Create team
      </Button>
      <FormProblem message={formError(create.errors, ['name'])} error={create.error} />
    </form>
  );
}

function TeamCard({ team, members, may }: { team: Team; members: readonly Membership[]; may: boolean }) {
  const [name, setName] = useState<string | null>(null);
  const [chosen, setChosen] = useState('');
  const inside = members.filter(({ id }) => team.members.includes(id));
  const outside = members.filter(({ id }) => !team.members.includes(id));
  const joining = outside.find(({ id }) => id === chosen);
  const put = useChange(async (memberId: string) => (await api.request(AddToTeamDocument, { input: { id: team.id, memberId } })).addToTeam);
  const take = useChange(async (memberId: string) => (await api.request(RemoveFromTeamDocument, { input: { id: team.id, memberId } })).removeFromTeam);
  const rename = useChange(async (to: string) => (await api.request(RenameTeamDocument, { input: { id: team.id, name: to } })).renameTeam, () => setName(null));
  const remove = useChange(async () => (await api.request(RemoveTeamDocument, { input: { id: team.id } })).removeTeam);
  const all = [put, take, rename, remove];
  return (
    <>
      {name === null ? (
        <h3>{team.name}</h3>
      ) : (
        <form
          className={classes.line}
          onSubmit={(event) => {
            event.preventDefault();
            rename.run(name);
          }}
        >
          <TextInput label="Name" size="xs" required withAsterisk={false} maxLength={60} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
          <Button type="submit" size="xs" loading={rename.busy}>
            Save
          </Button>
          <Button size="xs" variant="default" onClick={() => setName(null)}>
            Cancel
          </Button>
        </form>
      )}
      {inside.length === 0 && <p className="muted">Nobody yet.</p>}
      <ul className={classes.people}>
        {inside.map((member) => (
          <li key={member.id}>
            <span>{nameOf(member)}</span>
            {may && (
              <Button size="compact-xs" variant="default" aria-label={`Take ${nameOf(member)} out of ${team.name}`} onClick={() => take.run(member.id)}>
                Take out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {may && (
        <div className={classes.actions}>
          {outside.length > 0 && (
            <>
              <NativeSelect
                size="xs"
                aria-label={`Who joins ${team.name}`}
                value={joining?.id ?? ''}
                data={[{ value: '', label: 'Choose a member' }, ...outside.map((member) => ({ value: member.id, label: nameOf(member) }))]}
                onChange={({ currentTarget: { value } }) => setChosen(value)}
              />
              <Button size="xs" variant="default" aria-label={`Put into ${team.name}`} disabled={!joining} loading={put.busy} onClick={() => joining && put.run(joining.id)}>
                Put in
              </Button>
            </>
          )}
          {name === null && (
            <Button size="xs" variant="default" aria-label={`Rename ${team.name}`} onClick={() => setName(team.name)}>
              Rename
            </Button>
          )}
          <Button size="xs" variant="default" aria-label={`Remove the team ${team.name}`} loading={remove.busy} onClick={() => remove.run(undefined)}>
            Remove
          </Button>
        </div>
      )}
      <FormProblem message={all.find(({ errors }) => errors?.length)?.errors?.[0]?.message} error={all.find(({ error }) => error)?.error} />
    </>
  );
}
