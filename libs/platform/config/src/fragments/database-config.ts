import { namedKey } from './keys';
import { urlOf } from './urls';

const doorUrl = urlOf('postgres', 'postgresql');

// One fragment per door: a process asks only for the doors it opens.
export const databaseAppConfig = { DATABASE_APP_URL: doorUrl };
export const databaseRelayConfig = { DATABASE_RELAY_URL: doorUrl };
export const databaseDirectoryConfig = { DATABASE_DIRECTORY_URL: doorUrl };
export const databaseCatalogConfig = { DATABASE_CATALOG_URL: doorUrl };
/** The key that signs tenant contexts. */
export const contextKeyConfig = { VEDETTE_CONTEXT_KEY: namedKey };

/** All doors and the signing key. */
export const databaseConfig = {
  ...databaseAppConfig,
  ...databaseRelayConfig,
  ...databaseDirectoryConfig,
  ...databaseCatalogConfig,
  ...contextKeyConfig,
};
