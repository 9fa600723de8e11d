export { openCache } from './cache';
export type { Cache, LimitQuestion } from './cache';
export { keyHmac } from './keys';
export type { Taken } from './sliding-window';
