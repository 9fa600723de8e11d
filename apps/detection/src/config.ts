import {
  contextKeyConfig,
  databaseAppConfig,
  databaseCatalogConfig,
  databaseRelayConfig,
  logConfig,
  metricsConfig,
  quotable,
  redisConfig,
  storageConfig,
  tracingConfig,
} from '@vedette/config';
import { parsePackSources } from '@vedette/detection';
import { z } from 'zod';

/** `starter,sigmahq=https://…/sigma_core.zip#sha256=…`: what is in the catalog is what stands here. */
const rulePacks = z
  .string()
  .default('starter,correlations,vedette')
  .transform((text, context) => {
    try {
      return parsePackSources(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'not a list of rule packs' });
      return z.NEVER;
    }
  });

export const detectionConfig = z.object({
  ...databaseAppConfig,
  ...databaseRelayConfig,
  ...databaseCatalogConfig,
  ...contextKeyConfig,
  ...redisConfig,
  ...metricsConfig,
  ...logConfig,
  ...tracingConfig,
  ...storageConfig,
  /** For copies of what is in storage and what a hunt spills; of this process alone, emptied at its start. */
  LAKE_FOLDER: z.string().min(1),
  LAKE_CACHE_MB: z.coerce.number().int().min(64).max(1_000_000).default(2_048),
  /** How long evaluated events wait before they go into the lake. */
  COMPACT_AFTER_MS: z.coerce.number().int().min(0).max(86_400_000).default(120_000),
  RULE_PACKS: quotable(rulePacks),
  /** How long a process that fell silent keeps its correlations; shorter recovers sooner, longer survives longer pauses. */
  CORRELATION_LEASE_MS: z.coerce.number().int().min(500).max(300_000).default(10_000),
});

export type DetectionConfig = z.output<typeof detectionConfig>;
