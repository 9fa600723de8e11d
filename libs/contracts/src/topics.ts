import { z } from 'zod';
import { defineTopic } from './define-topic';

/** An alert was opened, or what a reader sees of it changed (count, last event, status). */
export const alertChanged = defineTopic({
  name: 'detection.alert-changed',
  schema: z.object({ alertId: z.uuid() }),
});

/** A hunt went on: it found more, came further or ended. */
export const huntChanged = defineTopic({
  name: 'detection.hunt-changed',
  schema: z.object({ huntId: z.uuid() }),
});

/** A session or key lost its access, or a member (`accountId`) did or has another role: sockets that stand on it end at once. */
export const accessRevoked = defineTopic({
  name: 'identity.access-changed',
  schema: z.object({ sessionId: z.uuid().optional(), apiKeyId: z.uuid().optional(), accountId: z.uuid().optional() }),
});
