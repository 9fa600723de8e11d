import { nextStatus } from './alert-status';

describe('the status of an alert', () => {
  it('goes from open to acknowledged to closed, or straight to closed', () => {
    expect(nextStatus('open', 'acknowledge')).toBe('acknowledged');
    expect(nextStatus('acknowledged', 'close')).toBe('closed');
    expect(nextStatus('open', 'close')).toBe('closed');
  });

  it('refuses to acknowledge twice and to touch a closed alert', () => {
    const refusal = (code: string) => expect.objectContaining({ code });
    expect(() => nextStatus('acknowledged', 'acknowledge')).toThrow(refusal('alert.already_acknowledged'));
    expect(() => nextStatus('closed', 'acknowledge')).toThrow(refusal('alert.already_closed'));
    expect(() => nextStatus('closed', 'close')).toThrow(refusal('alert.already_closed'));
  });
});
