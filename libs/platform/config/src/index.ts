export { ConfigError } from './config-error';
export type { ConfigFault } from './config-error';
export {
  contextKeyConfig,
  databaseAppConfig,
  databaseCatalogConfig,
  databaseConfig,
  databaseDirectoryConfig,
  databaseRelayConfig,
} from './fragments/database-config';
export { httpConfig } from './fragments/http-config';
export { identityConfig } from './fragments/identity-config';
export type { NamedKey } from './fragments/keys';
export { mailConfig } from './fragments/mail-config';
export { modeConfig } from './fragments/mode-config';
export { redisConfig } from './fragments/redis-config';
export { storageConfig } from './fragments/storage-config';
export { logConfig, metricsConfig, tracingConfig } from './fragments/telemetry-config';
export { loadConfig } from './load-config';
export type { Environment } from './load-config';
export { isLoopback } from './loopback';
export { optionalDependency, quotable } from './marks';
export type { Dependency } from './marks';
