export { freePort, openTestDatabase, twoTenants } from '@vedette/database/testing';
export type { TestDatabase, TestDatabaseOptions } from '@vedette/database/testing';
export { fakeClock } from './fake-clock';
export type { FakeClock } from './fake-clock';
export { describeWithData, sharedData } from './shared-data';
export { testRedisUrl } from './test-redis-url';
export { SoftwareAuthenticator } from './software-authenticator';
export type { Habits } from './software-authenticator';
