import { newId, newTenantId } from '@vedette/kernel';
import { jobIdOf, openEnvelope } from './envelope';

const letter = { tenantId: newTenantId(), principal: 'system:test', payload: { n: 1 }, outboxId: newId(), attempt: 1 };

describe('envelope', () => {
  it('opens a letter, also one of later code that says more', () => {
    expect(openEnvelope(letter)).toEqual({ ...letter, traceparent: undefined });
    expect(openEnvelope({ ...letter, urgency: 'high' })).toMatchObject(letter);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'hello'],
    ['no tenant', { ...letter, tenantId: undefined }],
    ['a malformed tenant', { ...letter, tenantId: 'acme' }],
    ['a malformed outbox id', { ...letter, outboxId: '1' }],
    ['no attempt', { ...letter, attempt: 0 }],
  ])('does not open %s', (_, found) => {
    expect(openEnvelope(found)).toBeUndefined();
  });

  it('makes job ids that BullMQ takes', () => {
    expect(jobIdOf(letter.outboxId, 2)).toMatch(/^[0-9a-f-]{36}-2$/);
  });
});
