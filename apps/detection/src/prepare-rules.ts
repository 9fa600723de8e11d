import type { LoadedRules, PackSource, RulePacks } from '@vedette/detection';
import { logger } from '@vedette/telemetry';
import { recordRules } from './detection-metrics';

const log = logger('rules');

/**
 * Brings the catalog to what is configured, then loads it. A pack that cannot be had now keeps the rules of its last
 * sync, so an address that is down stops no detection; without any rule at all the process does not start.
 */
export async function prepareRules(packs: RulePacks, sources: readonly PackSource[]): Promise<void> {
  let failed: unknown;
  for (const source of sources) {
    try {
      log.info({ pack: await packs.sync(source) }, 'rule pack synced');
    } catch (err) {
      failed = err;
      log.error({ err, pack: source.id }, 'a rule pack could not be synced');
    }
  }
  await packs.retain(sources.map(({ id }) => id));
  const loaded = await packs.load();
  if (loaded.rules.size === 0 && failed !== undefined) throw failed;
  tellLoaded(loaded);
}

/** Says what runs and, one line a rule, what does not. */
export function tellLoaded(loaded: LoadedRules): void {
  recordRules(loaded);
  log.info({ rules: loaded.rules.size, refused: loaded.refused.length, durationMs: loaded.durationMs }, 'rules loaded');
  for (const { origin, reason, line } of loaded.refused) log.debug({ origin, reason, line }, 'a rule does not run');
}
