import { alertWindow } from './alert-window';
import { entityKey } from './entity-key';

describe('the window of an alert', () => {
  it('is an hour unless the rule says otherwise', () => {
    expect([undefined, '', 'soon', '0m', 15].map(alertWindow)).toEqual(Array(5).fill(3_600_000));
    expect([' 30m ', '4h', '1d', '99999d'].map(alertWindow)).toEqual([1_800_000, 14_400_000, 86_400_000, 2_592_000_000]);
  });
});

describe('the key of an entity', () => {
  it('stays as it is while it fits and is never empty', () => {
    expect(entityKey('WS-014')).toBe('WS-014');
    expect(entityKey(' \u0000')).toBe('unknown');
  });

  it('is bounded, and two long entities stay two', () => {
    const [a, b] = [entityKey(`${'x'.repeat(100_000)}a`), entityKey(`${'x'.repeat(100_000)}b`)];
    expect(Buffer.byteLength(entityKey('😀'.repeat(10_000)))).toBeLessThan(1_000);
    expect(a.length).toBeLessThanOrEqual(200);
    expect(a).not.toBe(b);
  });
});
