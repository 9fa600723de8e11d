import { urlOf } from './urls';

export const redisConfig = { REDIS_URL: urlOf('redis', 'rediss') };
