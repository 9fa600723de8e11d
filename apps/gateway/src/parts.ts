import { openCache } from '@vedette/cache';
import type { Cache } from '@vedette/cache';
import { Database, DirectoryDoor, RelayDoor } from '@vedette/database';
import { Alerts, BulkChanges, Comments, Entities, Hunts, Ledger, MappingReport, Mappings, NotificationRules, Rules, SchemaDrift, Segments, Sources, Suppressions } from '@vedette/detection';
import { Accounts, ApiKeys, sessionCookie, Sessions } from '@vedette/identity';
import type { SessionCookie } from '@vedette/identity';
import { systemClock } from '@vedette/kernel';
import type { Clock } from '@vedette/kernel';
import { openMail } from '@vedette/mail';
import type { Mail } from '@vedette/mail';
import { openPubSub } from '@vedette/pubsub';
import type { PubSub } from '@vedette/pubsub';
import { Relay } from '@vedette/queue';
import { currentTraceparent } from '@vedette/telemetry';
import { MemberAddresses } from './alerts/member-addresses';
import { runNotifyWorker } from './alerts/notify-worker';
import type { GatewayConfig } from './gateway-config';
import { GlobalIds } from './graphql/global-id';
import { openMemberParts } from './members/member-parts';
import type { MemberParts } from './members/member-parts';
import { openRuleLife } from './rules/rule-life';
import type { RuleLife } from './rules/rule-life';

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

/** What a spec may listen in on. */
export type PartOptions = Pick<Parameters<typeof Database.open>[0], 'onStatement'> & { readonly redisPrefix?: string };

/** @throws Error, Outage when a door cannot be opened or would not hold tenants apart; nothing is left open then */
export async function openParts(config: GatewayConfig, options: PartOptions = {}): Promise<Parts> {
  const clock = systemClock;
  const { onStatement, redisPrefix } = options;
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
    const accounts = new Accounts({ directory, database, mail, clock, publicUrl: config.PUBLIC_URL });
    const segments = new Segments({ database, clock });
    const membership = openMemberParts({ directory, database, mail, clock, publicUrl: config.PUBLIC_URL });
    closers.push(() => segments.settle(), () => accounts.settled(), () => membership.invitations.settled());
    const addresses = new MemberAddresses(directory);
    const globalIds = new GlobalIds(config.VEDETTE_PEPPERS.map(({ secret }) => secret));
    opened(
      await runNotifyWorker({
        database, mail, addresses, ids: globalIds, publicUrl: config.PUBLIC_URL, clock, redisUrl: config.REDIS_URL, prefix: redisPrefix, relay,
      }),
    );
    const environment = config.VEDETTE_MODE === 'production' ? 'live' : 'dev';
    return {
      clock, cookie, database, relayDoor, pubsub, cache, mail, accounts, membership, segments, close,
      sessions: new Sessions({ directory, database, clock }),
      apiKeys: new ApiKeys({ directory, database, clock, peppers: config.VEDETTE_PEPPERS, environment }),
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
    };
  } catch (error) {
    await close();
    throw error;
  }
}
