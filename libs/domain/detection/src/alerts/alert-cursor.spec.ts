import { dateFrom, newId } from '@vedette/kernel';
import { alertCursor, parseAlertCursor } from './alert-cursor';

describe('the cursor of the alert list', () => {
  it('comes back as the position it was made from', () => {
    const position = { openedAt: dateFrom(1_763_600_000_123), id: newId() };
    expect(parseAlertCursor(alertCursor(position))).toEqual(position);
  });

  it('is refused when it does not come from this list', () => {
    const id = newId();
    for (const cursor of ['', '.', `.${id}`, `-1.${id}`, 'abc.def', `a b.${id}`, `zzzzzzzzzzzzz.${id}`, `1.${id}x`]) {
      expect(() => parseAlertCursor(cursor)).toThrow(expect.objectContaining({ code: 'cursor.malformed' }));
    }
  });
});
