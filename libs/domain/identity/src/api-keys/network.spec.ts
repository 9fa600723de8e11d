import { coarseNetwork, formatNetwork, isWithin, parseNetwork } from './network';

const spelled = (text: string): string | null => {
  const network = parseNetwork(text);
  return network && formatNetwork(network);
};
const within = (network: string, address: string): boolean => {
  const parsed = parseNetwork(network);
  return parsed !== null && isWithin([parsed], address);
};

describe('a network', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    [' 192.0.2.7 ', '192.0.2.7/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0:0:1::/64', '2001:db8::/64'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1/128'],
    ['::/0', '::/0'],
    ['::1', '::1/128'],
    ['1::', '1::/128'],
    ['10:0:0:a0::1', '10:0:0:a0::1/128'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221/128'],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['::ffff:192.0.2.7', '192.0.2.7/32'],
    ['::ffff:c000:207', '192.0.2.7/32'],
  ])('written %s is %s', (text, expected) => expect(spelled(text)).toBe(expected));

  it.each(['', '10.0.0.0/33', '10.0.0.0/08', '10.0.0/8', '10.0.0.0/-1', '10.0.0.256', '::/129', '::ffff:10.0.0.0/95', '1::2::3', 'fe80::1%eth0', 'example.com', '10.0.0.0/8 x', '1'.repeat(50)])(
    'is not what is written %s',
    (text) => expect(spelled(text)).toBeNull(),
  );

  it.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['192.0.2.128/25', '192.0.2.127', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '192.0.2.7', false],
    ['::/0', '2001:db8::1', true],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['10.0.0.0/8', 'unknown', false],
    ['::/0', '', false],
  ])('%s against %s: %s', (network, address, expected) => expect(within(network, address)).toBe(expected));

  it('is kept of an address as its /24 or /48', () => {
    expect(coarseNetwork('192.0.2.7')).toBe('192.0.2.0/24');
    expect(coarseNetwork('::ffff:192.0.2.7')).toBe('192.0.2.0/24');
    expect(coarseNetwork('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1::/48');
    expect(coarseNetwork('unknown')).toBeNull();
  });
});
