import { readNetworks } from './networks';

describe('networks, one per line', () => {
  it('are read without blanks, empty lines and repetition', () => {
    expect(readNetworks(' 10.0.0.0/8 \n\n2001:db8::/32\r\n10.0.0.0/8\n')).toEqual({ networks: ['10.0.0.0/8', '2001:db8::/32'], faults: [] });
  });

  it.each(['203.0.113.7', '0.0.0.0/1', '255.255.255.255/32', '::1', '::/1', 'fe80::1/64', '::ffff:192.0.2.1/120', '2001:DB8::1'])('%s is one', (network) => {
    expect(readNetworks(network)).toEqual({ networks: [network], faults: [] });
  });

  it.each(['example.org', '10.0.0', '256.1.1.1', '10.0.0.01', '1:2:3', 'g::1', '10.0.0.0/8/8', ':', '10.0.0.0-10.0.0.9', '[::1]', '::1%eth0', '1::2]/@a'])('%s is none', (network) => {
    expect(readNetworks(`10.0.0.0/8\n${network}`).faults).toEqual([{ line: 2, message: expect.stringContaining('no address or range') }]);
  });

  it.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/08', '::1/129', '::1/-1'])('%s ends beyond its family', (network) => {
    expect(readNetworks(network).faults).toEqual([{ line: 1, message: expect.stringContaining('After the slash') }]);
  });

  it('that allow everything say so, and so does one too many', () => {
    expect(readNetworks('0.0.0.0/0').faults[0]?.message).toContain('every address');
    const many = Array.from({ length: 51 }, (_, index) => `10.0.0.${index}`).join('\n');
    expect(readNetworks(many).faults).toEqual([{ line: 51, message: 'A key has at most 50 networks.' }]);
  });
});
