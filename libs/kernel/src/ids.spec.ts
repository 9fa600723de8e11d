import { isUuid, newId, parseTenantId } from './ids';

describe('ids', () => {
  it('makes version 7 UUIDs that sort by time', () => {
    const early = newId(1_700_000_000_000);
    const late = newId(1_700_000_000_001);
    expect(isUuid(early)).toBe(true);
    expect(early[14]).toBe('7');
    expect(early < late).toBe(true);
  });

  it('never makes the same id twice within a millisecond', () => {
    expect(new Set(Array.from({ length: 10_000 }, () => newId(1))).size).toBe(10_000);
  });

  it.each(['', 'x', '00000000-0000-0000-0000-000000000000', `${newId()}'`, null, 7, newId().toUpperCase()])(
    'refuses %p as a tenant id with a code that a caller can read',
    (text) => {
      expect(() => parseTenantId(text)).toThrow(expect.objectContaining({ code: 'id.malformed', refusalClass: 'invalid' }));
    },
  );
});
