import { existsSync } from 'node:fs';
import { parsePackSources } from './pack-source';

describe('naming rule packs', () => {
  it('takes folders, zips and addresses with what is said of them', () => {
    const sha256 = 'A'.repeat(64);
    expect(parsePackSources(`/srv/Our Rules, sigma=/srv/sigma_core.zip,https://example.org/x/hq.zip#sha256=${sha256}&licence=DRL-1.1`)).toEqual([
      { id: 'our-rules', title: 'our-rules', location: '/srv/Our Rules' },
      { id: 'sigma', title: 'sigma', location: '/srv/sigma_core.zip' },
      { id: 'hq', title: 'hq', location: 'https://example.org/x/hq.zip', sha256: 'a'.repeat(64), licence: 'DRL-1.1' },
    ]);
  });

  it('knows the pack that comes with us by its name', () => {
    const [starter] = parsePackSources('starter');
    expect(starter).toMatchObject({ id: 'starter' });
    expect(existsSync(starter?.location ?? '')).toBe(true);
  });

  it('refuses plain http, an address without checksum, two packs of one name and a name of odd letters', () => {
    expect(() => parsePackSources('hq=http://example.org/a.zip#sha256=' + 'a'.repeat(64))).toThrow('https only');
    expect(() => parsePackSources('https://example.org/a.zip')).toThrow('sha256');
    expect(() => parsePackSources('/a/rules,/b/rules')).toThrow('two packs');
    expect(() => parsePackSources('A_B=/a')).toThrow('id');
  });
});
