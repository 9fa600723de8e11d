import { openCache } from '@vedette/cache';
import type { Cache } from '@vedette/cache';
import { Database, DirectoryDoor, RelayDoor } from '@vedette/database';
import { Alerts, BulkChanges, Comments, Entities, Hunts, Ledger, MappingReport, Mappings, NotificationRules, Rules, SchemaDrift, Segments, Sources, Suppressions } from '@vedette/detection';
import { Accounts, ApiKeys, openBreachedPasswords, PasswordHasher, sessionCookie, Sessions } from '@vedette/identity';
import type { Argon2Parameters, SessionCookie } from '@vedette/identity';
import { systemClock } from '@vedette/kernel';
import type { Clock } from '@vedette/kernel';
import { openMail } from '@vedette/mail';
import type { Mail } from '@vedette/mail';
import { openPubSub } from '@vedette/pubsub';
import type { PubSub } from '@vedette/pubsub';
import { Relay } from '@vedette/queue';
import { currentTraceparent } from '@vedette/telemetry';
import { SignUpGuard } from './accounts/sign-up-guard';
import { MemberAddresses } from './alerts/member-addresses';
import { runNotifyWorker } from './alerts/notify-worker';
import { openFactorParts } from './factors/factor-parts';
import type { FactorParts } from './factors/factor-parts';
import { FirstSteps } from './first-steps/first-steps';
import { openProgramParts } from './api-keys/program-parts';
import type { ProgramParts } from './api-keys/program-parts';
import type { GatewayConfig } from './gateway-config';
import { GlobalIds } from './graphql/global-id';
import { openMemberParts } from './members/member-parts';
import type { MemberParts } from './members/member-parts';
import { startHousekeeping } from './housekeeping/housekeeping';
import { openOwnAccountParts } from './own-account/own-account-parts';
import type { OwnAccountParts } from './own-account/own-account-parts';
import { OwnEvents } from './own-events/own-events';
import { openPlatformParts } from './platform/platform-parts';
import type { PlatformParts } from './platform/platform-parts';
import { openRuleLife } from './rules/rule-life';
import type { RuleLife } from './rules/rule-life';
import { openTenantParts } from './tenants/tenant-parts';
import type { TenantParts } from './tenants/tenant-parts';

/** Everything the gateway is made of: the doors to the outside, and the domains behind them. */
export interface Parts {
  readonly clock: Clock;
  readonly cookie: SessionCookie;
  readonly database: Database;
  readonly relayDoor: RelayDoor;
  readonly pubsub: PubSub;
  readonly cache: Cache;
  readonly mail: Mail;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeys;
  readonly alerts: Alerts;
  readonly bulkChanges: BulkChanges;
  readonly comments: Comments;
  readonly entities: Entities;
  readonly suppressions: Suppressions;
  readonly memberAddresses: MemberAddresses;
  readonly notificationRules: NotificationRules;
  readonly globalIds: GlobalIds;
  readonly rules: Rules;
  readonly membership: MemberParts;
  readonly ownAccount: OwnAccountParts;
  readonly tenancy: TenantParts;
  readonly platform: PlatformParts;
  readonly programs: ProgramParts;
  readonly firstSteps: FirstSteps;
  readonly factors: FactorParts;
  readonly signUpGuard: SignUpGuard;
  readonly ownEvents: OwnEvents;
  readonly ruleLife: RuleLife;
  readonly sources: Sources;
  readonly ledger: Ledger;
  readonly mappings: Mappings;
  readonly mappingReport: MappingReport;
  readonly schemaDrift: SchemaDrift;
  readonly hunts: Hunts;
  readonly segments: Segments;
  /** What is under way ends; then the doors close. */
  close(): Promise<void>;
}

/** What a spec may listen in on, and what it need not pay for: it throws its many passwords away. */
export type PartOptions = Pick<Parameters<typeof Database.open>[0], 'onStatement'> & { readonly redisPrefix?: string; readonly passwordHashes?: Argon2Parameters };

/** @throws Error, Outage when a door cannot be opened or would not hold tenants apart; nothing is left open then */
export async function openParts(config: GatewayConfig, options: PartOptions = {}): Promise<Parts> {
  const clock = systemClock;
  const { onStatement, redisPrefix, passwordHashes } = options;
  // Before any door is opened: http elsewhere than on loopback ends the boot here.
  const cookie = sessionCookie(config.PUBLIC_URL);
  const closers: (() => unknown)[] = [];
  const opened = <T extends { close(): unknown }>(door: T): T => {
    closers.push(() => door.close());
    return door;
  };
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    const database = opened(
      await Database.open({ url: config.DATABASE_APP_URL, contextKey: config.VEDETTE_CONTEXT_KEY, traceparent: currentTraceparent, onStatement }),
    );
    const directory = opened(await DirectoryDoor.open({ url: config.DATABASE_DIRECTORY_URL }));
    const relayDoor = opened(await RelayDoor.open({ url: config.DATABASE_RELAY_URL }));
    const pubsub = opened(openPubSub({ url: config.REDIS_URL }));
    const cache = opened(openCache({ url: config.REDIS_URL, processes: config.LIMIT_PROCESSES }));
    const mail = opened(openMail({ url: config.MAIL_URL, from: config.MAIL_FROM }));
    const relay = opened(Relay.start({ relay: relayDoor, redisUrl: config.REDIS_URL, prefix: redisPrefix, pubsub }));
    database.onCommit((wrote) => relay.poke(wrote));
    const segments = new Segments({ database, clock });
    const ownEvents = opened(new OwnEvents({ directory, segments, cache, clock }));
    database.onAudited(ownEvents.audited);
    const { watch } = ownEvents;
    // One for all doors: each hash takes memory and a core, and only so many are made at once.
    const hasher = new PasswordHasher(passwordHashes);
    const breached = config.BREACHED_PASSWORDS_PATH ? await openBreachedPasswords(config.BREACHED_PASSWORDS_PATH) : undefined;
    const accountDeps = { directory, database, mail, clock, publicUrl: config.PUBLIC_URL, hasher, breached, watch };
    const accounts = new Accounts(accountDeps);
    const ownAccount = openOwnAccountParts(accountDeps);
    closers.push(() => ownAccount.settled());
    const sessions = new Sessions({ directory, database, clock });
    const membership = openMemberParts(accountDeps);
    const factors = openFactorParts({ ...accountDeps, peppers: config.VEDETTE_PEPPERS });
    closers.push(() => factors.settled());
    const tenancy = opened(openTenantParts({ directory, database, mail, clock, publicUrl: config.PUBLIC_URL, dnsServers: config.DNS_SERVERS }));
    opened(startHousekeeping([{ name: 'purge', run: () => sessions.purge() }, ...tenancy.chores]));
    const platform = opened(await openPlatformParts({ directory, database, clock, operators: config.PLATFORM_OPERATORS }));
    closers.push(() => segments.settle(), () => accounts.settled(), () => membership.invitations.settled());
    const addresses = new MemberAddresses(directory);
    const globalIds = new GlobalIds(config.VEDETTE_PEPPERS.map(({ secret }) => secret));
    opened(
      await runNotifyWorker({
        database, mail, addresses, ids: globalIds, publicUrl: config.PUBLIC_URL, clock, redisUrl: config.REDIS_URL, prefix: redisPrefix, relay,
      }),
    );
    const environment = config.VEDETTE_MODE === 'production' ? 'live' : 'dev';
    const keyDeps = { directory, database, clock, peppers: config.VEDETTE_PEPPERS, environment, watch } as const;
    const programs = openProgramParts({ ...keyDeps, cache, mail, publicUrl: config.PUBLIC_URL, leakReportKeys: config.LEAK_REPORT_KEYS_PATH });
    closers.push(() => programs.leaks.settled());
    return {
      clock, cookie, database, relayDoor, pubsub, cache, mail, accounts, membership, tenancy, platform, programs, factors, segments, ownEvents, close,
      sessions,
      ownAccount,
      apiKeys: new ApiKeys(keyDeps),
      alerts: new Alerts({ database, clock }),
      bulkChanges: new BulkChanges({ database, clock }),
      comments: new Comments({ database, clock }),
      entities: new Entities({ database, clock }),
      suppressions: new Suppressions({ database, clock }),
      memberAddresses: addresses,
      notificationRules: new NotificationRules({ database, clock }),
      globalIds,
      rules: new Rules({ database }),
      ruleLife: openRuleLife({ database, clock }),
      sources: new Sources({ database, clock }),
      ledger: new Ledger({ database }),
      mappings: new Mappings({ database, clock }),
      mappingReport: new MappingReport({ database }),
      schemaDrift: new SchemaDrift({ database, clock }),
      hunts: new Hunts({ database, clock }),
      firstSteps: new FirstSteps({ database, directory, clock }),
      signUpGuard: SignUpGuard.of(config, { directory, cache, clock }),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
