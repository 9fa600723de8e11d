export type { Handlers, Job, Payload, Queues } from './job';
export type { RedisPlace } from './redis-connection';
export { Relay } from './relay/relay';
export type { RelayOptions } from './relay/relay';
export { topicHead, topicsAfter } from './topic-log';
export { runWorkers } from './workers/run-workers';
export type { RunningWorkers, WorkersOptions } from './workers/run-workers';
