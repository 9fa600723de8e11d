import { httpStatusOf, Outage, Refusal, refusals } from './errors';

const refuse = refusals({ 'alert.not_found': { class: 'not-found', text: 'No such alert.' } });

describe('errors', () => {
  it('builds a refusal from its table, with the facts the caller may see', () => {
    const refusal = refuse('alert.not_found', { id: 'a' });
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'alert.not_found', message: 'No such alert.', facts: { id: 'a' } });
    expect(httpStatusOf[refusal.refusalClass]).toBe(404);
  });

  it('keeps the cause of an outage for the log and out of the message', () => {
    const outage = new Outage('postgres', new Error('password=hunter2'));
    expect(outage.message).toBe('postgres did not answer');
  });
});
