import { randomBytes } from 'node:crypto';
import type { DirectoryDoor } from '@vedette/database';
import { systemClock } from '@vedette/kernel';
import { openMail } from '@vedette/mail';
import { fakeClock, openTestDatabase } from '@vedette/testing';
import type { FakeClock, TestDatabase } from '@vedette/testing';
import { Accounts } from '../accounts/accounts';
import type { Actor } from '../actor/actor';
import { ApiKeys } from '../api-keys/api-keys';
import { LeakedKeys } from '../api-keys/leaked-keys';
import { DeviceFlow } from '../device-flow/device-flow';
import { AccessReport } from '../members/access-report';
import { AccessReviews } from '../members/access-reviews';
import { CustomRoles } from '../members/custom-roles';
import { InvitationDoor } from '../members/invitation-door';
import { Invitations } from '../members/invitations';
import { Members } from '../members/members';
import type { RoleChoice } from '../members/standing';
import { Teams } from '../members/teams';
import { Tenancies } from '../members/tenancies';
import { OneTimeArtefacts } from '../one-time/one-time-artefacts';
import { OwnEmail } from '../own-account/own-email';
import { OwnPassword } from '../own-account/own-password';
import { OwnSessions } from '../own-account/own-sessions';
import { PasswordReset } from '../own-account/password-reset';
import { SignInLinks } from '../own-account/sign-in-links';
import { PasswordHasher } from '../passwords/password-hasher';
import { ServiceAccounts } from '../service-accounts/service-accounts';
import type { NewSession } from '../sessions/new-session';
import type { SignInStep } from '../sign-in/sign-in';
import { Sessions } from '../sessions/sessions';
import type { Visit } from '../sessions/visit';
import type { IdentityEvent } from '../watch/identity-event';

export const goodPassword = 'velvet anchor drifts at noon';
export const visit: Visit = { address: '192.0.2.7', userAgent: 'spec' };
export const newBrowser = 'A new sign-in to your account';
/** A spec's many passwords are thrown away. */
export const cheapHashes = { memoryCost: 8_192, timeCost: 1, parallelism: 1 };
export const pepper = { id: 'p1', secret: randomBytes(32) };

/** The session of a sign-in that asked for no second factor. */
export function sessionOf(step: SignInStep): NewSession {
  if (!('session' in step)) throw new Error('a second factor is asked for');
  return step.session;
}

export interface StageLetter {
  readonly subject: string;
  readonly text: string;
  /** Of its link; empty without. */
  readonly token: string;
}

/** Identity over a real database, with a clock that stands still and a record of what was asked of door and hasher. */
export interface Stage {
  readonly db: TestDatabase;
  readonly clock: FakeClock;
  readonly directory: DirectoryDoor;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeys;
  readonly serviceAccounts: ServiceAccounts;
  readonly devices: DeviceFlow;
  readonly leaks: LeakedKeys;
  /** What keys told the watch, in order. */
  readonly keyEvents: IdentityEvent[];
  readonly oneTime: OneTimeArtefacts;
  readonly members: Members;
  readonly roles: CustomRoles;
  readonly invitations: Invitations;
  readonly door: InvitationDoor;
  readonly teams: Teams;
  readonly report: AccessReport;
  readonly reviews: AccessReviews;
  readonly tenancies: Tenancies;
  readonly reset: PasswordReset;
  readonly links: SignInLinks;
  readonly ownPassword: OwnPassword;
  readonly ownEmail: OwnEmail;
  readonly ownSessions: OwnSessions;
  /** What was told of sign-ins and accounts, in order. */
  readonly signInEvents: IdentityEvent[];
  /** Names of directory functions called and hashes made since the last look, in order. */
  taken(): string[];
  /** The newest letter to the address, once all are out; but for those that tell of a new browser, since each sign-in of a spec is one. */
  letterTo(address: string): Promise<StageLetter>;
  /** All of them, the newest first. */
  lettersTo(address: string): Promise<StageLetter[]>;
  signedUp(email: string, organisation: string): Promise<NewSession>;
  /** Invited by `owner`, and in, with an account of their own. */
  joined(owner: Actor, email: string, role: RoleChoice | string): Promise<NewSession>;
  audits(actor: Actor): Promise<string[]>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const db = await openTestDatabase();
  const clock = fakeClock(systemClock.now());
  const steps: string[] = [];
  const directory = recorded(db.directory, ['call'], (_, [fn]) => steps.push(String(fn)));
  const hasher = recorded(new PasswordHasher(cheapHashes), ['hash', 'matches'], () => steps.push('one hash'));
  const { database } = db;
  const mail = openMail({ url: 'mailbox:', from: 'vedette@vedette.local' });
  const signInEvents: IdentityEvent[] = [];
  const accountDeps = { directory, database, mail, clock, publicUrl: 'https://vedette.example', hasher, watch: (event: IdentityEvent) => void signInEvents.push(event) };
  const accounts = new Accounts(accountDeps);
  const [reset, links, ownPassword, ownEmail] = [new PasswordReset(accountDeps), new SignInLinks(accountDeps), new OwnPassword(accountDeps), new OwnEmail(accountDeps)];
  const invitations = new Invitations({ directory, database, mail, clock, publicUrl: 'https://vedette.example' });
  const deps = { directory, database, clock };
  const keyEvents: IdentityEvent[] = [];
  const keyDeps = { ...deps, peppers: [pepper] as const, environment: 'dev', watch: (event: IdentityEvent) => void keyEvents.push(event) } as const;
  const leaks = new LeakedKeys({ ...keyDeps, mail, publicUrl: 'https://vedette.example' });
  const stage: Stage = {
    db,
    clock,
    directory,
    accounts,
    sessions: new Sessions({ directory, database, clock }),
    apiKeys: new ApiKeys(keyDeps),
    serviceAccounts: new ServiceAccounts(deps),
    devices: new DeviceFlow(keyDeps),
    leaks,
    keyEvents,
    oneTime: new OneTimeArtefacts({ directory, clock }),
    members: new Members(deps),
    roles: new CustomRoles(deps),
    invitations,
    door: new InvitationDoor({ ...deps, hasher }),
    teams: new Teams(deps),
    report: new AccessReport(deps),
    reviews: new AccessReviews(deps),
    tenancies: new Tenancies(deps),
    reset,
    links,
    ownPassword,
    ownEmail,
    ownSessions: new OwnSessions(deps),
    signInEvents,
    taken: () => steps.splice(0),
    letterTo: async (address) => {
      const letter = (await stage.lettersTo(address)).find(({ subject }) => subject !== newBrowser);
      if (!letter) throw new Error(`no letter to ${address}`);
      return letter;
    },
    lettersTo: async (address) => {
      await Promise.all([accounts, invitations, leaks, reset, links, ownPassword, ownEmail].map((each) => each.settled()));
      // Newest first: see Mailbox.
      const all = (mail.mailbox?.messages() ?? []).filter(({ to }) => to === address);
      return all.map(({ subject, text }) => ({ subject, text, token: /#token=(\S+)/.exec(text)?.[1] ?? '' }));
    },
    signedUp: async (email, organisation) => {
      const half = await accounts.signUp({ email, password: goodPassword, organisation });
      return accounts.verifyEmail((await stage.letterTo(email)).token, visit, { half });
    },
    joined: async (owner, email, role) => {
      await invitations.invite(owner, { email, role: typeof role === 'string' ? { role } : role });
      return stage.door.accept((await stage.letterTo(email)).token, { actor: null, password: goodPassword }, visit);
    },
    audits: async (actor) => {
      const rows = await database.tenant(actor, (tx) => tx.sql<{ action: string }>`select action from audit_entries order by at, id`);
      return rows.map(({ action }) => action);
    },
    close: () => db.close(),
  };
  return stage;
}

/** The same object, with each call of the named methods noted. Nothing is replaced. */
function recorded<T extends object>(target: T, methods: readonly string[], note: (method: string, args: unknown[]) => void): T {
  return new Proxy(target, {
    get(real, name) {
      const value: unknown = Reflect.get(real, name, real);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (methods.includes(String(name))) note(String(name), args);
        return Reflect.apply(value, real, args);
      };
    },
  });
}
