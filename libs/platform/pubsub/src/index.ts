export { openPubSub } from './pubsub';
export type { PubSub, PubSubOptions, TopicListener } from './pubsub';
export type { TopicMessage } from './topic-message';
