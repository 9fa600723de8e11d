import { z } from 'zod';
import { defineQueue } from './define-queue';
import { defineTopic } from './define-topic';

const rest = { schema: z.object({}), scope: 'tenant', attempts: 1, backoffMs: 1, concurrency: 1, timeoutMs: 1 } as const;

describe('names of the map', () => {
  it.each(['evaluate', 'detection.evaluate', 'Detection.evaluate-segment', 'a:b.c-d'])('refuses %s as a queue', (name) => {
    expect(() => defineQueue({ name, ...rest })).toThrow('domain.verb-noun');
  });

  it('refuses a topic that does not say which noun changed', () => {
    expect(() => defineTopic({ name: 'alerts', schema: z.object({}) })).toThrow('domain.noun-changed');
  });

  it('freezes a definition, because both ends of a queue rely on it', () => {
    expect(Object.isFrozen(defineQueue({ name: 'detection.evaluate-segment', ...rest }))).toBe(true);
  });
});
