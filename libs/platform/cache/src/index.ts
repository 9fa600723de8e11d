export { openCache } from './cache';
export type { Cache, CacheOptions, CountedTaken, LimitQuestion, Unused, Whose } from './cache';
export { keyHmac } from './keys';
export type { GivenBack, Taken } from './sliding-window';
