export { auditActions } from './audit';
export type { AuditAction, AuditTarget } from './audit';
export { defineQueue } from './define-queue';
export type { QueueDefinition } from './define-queue';
export { defineTopic } from './define-topic';
export type { TopicDefinition } from './define-topic';
export { compactDay, correlatePartition, eraseLake, evaluateSegment, notifyAlert, runHunt } from './detection';
export { accessRevoked, alertChanged, huntChanged } from './topics';
