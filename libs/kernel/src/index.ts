export { dateFrom, systemClock } from './clock';
export type { Clock } from './clock';
export { httpStatusOf, Outage, Refusal, refusals } from './errors';
export type { Facts, RefusalClass, RefusalTable } from './errors';
export { isUuid, newId, newTenantId, parseTenantId, parseUuid } from './ids';
export type { Branded, TenantId, Uuid } from './ids';
