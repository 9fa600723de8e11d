import { CatalogDoor, Database, RelayDoor } from '@vedette/database';
import { join } from 'node:path';
import { Compaction, CompactionRequests, Correlations, Evaluation, HuntRuns, LakeErasure, RulePacks, TenantPlans } from '@vedette/detection';
import { systemClock } from '@vedette/kernel';
import { Lake } from '@vedette/lake';
import { openPubSub } from '@vedette/pubsub';
import { Relay, runWorkers } from '@vedette/queue';
import { openStorage } from '@vedette/storage';
import { currentTraceparent, logger, startTelemetry } from '@vedette/telemetry';
import type { DetectionConfig } from './config';
import { fetchArchive } from './fetch-archive';
import { handlers, queues } from './handlers';
import { hearPokes, tellOwner } from './partition-pokes';
import { prepareRules, tellLoaded } from './prepare-rules';

export interface DetectionApp {
  /** Takes no more jobs, ends those under way, closes the doors; within 25 seconds. */
  close(): Promise<void>;
}

const log = logger('detection');
/** Of the 25 seconds that a shutdown has, what is left for relay, doors and telemetry is 7. */
const WORKERS_CLOSE_MS = 18_000;

/**
 * The composition root: what is opened here, in this order, is closed in the reverse one, also when the start fails half-way.
 * @param place another key prefix in Redis, for specs that share one
 */
export async function startDetection(config: DetectionConfig, place: { readonly prefix?: string } = {}): Promise<DetectionApp> {
  const closers: (() => unknown)[] = [];
  const opened = <T extends { close(): unknown }>(door: T): T => {
    closers.unshift(() => door.close());
    return door;
  };
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0)) {
      try {
        await closer();
      } catch (err) {
        log.error({ err }, 'something did not close');
      }
    }
  };
  try {
    opened(
      await startTelemetry({
        service: 'detection',
        metricsPort: config.METRICS_PORT,
        otlpUrl: config.tracing.on ? config.tracing.OTLP_URL : undefined,
        logLevel: config.LOG_LEVEL,
      }),
    );
    const database = opened(
      await Database.open({ url: config.DATABASE_APP_URL, contextKey: config.VEDETTE_CONTEXT_KEY, traceparent: currentTraceparent }),
    );
    const catalog = opened(await CatalogDoor.open({ url: config.DATABASE_CATALOG_URL, poolSize: 2 }));
    const packs = new RulePacks({ catalog, fetchArchive });
    await prepareRules(packs, config.RULE_PACKS);
    const watch = packs.watch({ loaded: tellLoaded, failed: (err) => log.warn({ err }, 'the rule catalog could not be looked at') });
    closers.unshift(() => watch.stop());

    const relayDoor = opened(await RelayDoor.open({ url: config.DATABASE_RELAY_URL, poolSize: 3 }));
    const pubsub = opened(openPubSub({ url: config.REDIS_URL }));
    const relay = opened(Relay.start({ ...place, relay: relayDoor, redisUrl: config.REDIS_URL, pubsub }));
    closers.unshift(database.onCommit((wrote) => relay.poke(wrote)));

    const plans = new TenantPlans({ database, base: () => packs.current() });
    const compactions = new CompactionRequests(systemClock, config.COMPACT_AFTER_MS);
    const evaluation = new Evaluation({ database, plans, compaction: compactions });
    const storage = opened(openStorage({ url: config.STORAGE_URL, keys: storageKeys(config) }));
    // Processes of one machine differ in their metrics port; each empties its own folder.
    const folder = join(config.LAKE_FOLDER, `detection-${config.METRICS_PORT ?? process.pid}`);
    const lake = opened(await Lake.open({ storage, folder, cacheBytes: config.LAKE_CACHE_MB * 1_048_576 }));
    const compaction = new Compaction({ database, lake });
    const hunts = opened(new HuntRuns({ database, lake }));
    const correlations = opened(new Correlations({ database, plans, tellOwner: tellOwner(pubsub), leaseMs: config.CORRELATION_LEASE_MS }));
    closers.unshift(await hearPokes(pubsub, correlations));
    const workers = await runWorkers({ ...place, queues, handlers: handlers({ evaluation, correlations, compaction, hunts, lakeErasure: new LakeErasure({ database, lake }) }), database, redisUrl: config.REDIS_URL, relay });
    closers.unshift(() => workers.close(WORKERS_CLOSE_MS));
    log.info({ rules: packs.current().rules.size }, 'detection is at work');
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}

function storageKeys({ storageKeys }: DetectionConfig): { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined {
  return storageKeys.on ? { accessKeyId: storageKeys.S3_ACCESS_KEY_ID, secretAccessKey: storageKeys.S3_SECRET_ACCESS_KEY } : undefined;
}
