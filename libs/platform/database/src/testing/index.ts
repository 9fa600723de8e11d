export { freePort } from './free-port';
export { testServices } from './services';
export type { TestServices } from './services';
export { openTestDatabase, twoTenants } from './test-database';
export type { TestDatabase, TestDatabaseOptions } from './test-database';
