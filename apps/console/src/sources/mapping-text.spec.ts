import { kindFault, readRenames, writeRenames } from './mapping-text';

describe('a mapping as text', () => {
  it('is a line for each field, with notes and empty lines between', () => {
    const { renames, lines, faults } = readRenames('# ours\nproc.path -> Image\n\n  cmd line  →  CommandLine  \n');
    expect(renames).toEqual([{ from: 'proc.path', to: 'Image' }, { from: 'cmd line', to: 'CommandLine' }]);
    expect([lines, faults]).toEqual([[2, 4], []]);
  });

  it('comes back as it was, whatever the names are', () => {
    const renames = ['a', '#a', '"q"', ' lead', 'trail ', 'x -> y', '->', 'a ->', '-> b', 'a"b', 'back\\slash', '→', '__proto__'].map((from, index) => ({ from, to: `to ${index}` }));
    expect(readRenames(writeRenames(renames))).toMatchObject({ renames, faults: [] });
    const turned = renames.slice(0, -1).map(({ from }) => ({ from: 'f', to: from }));
    expect(readRenames(writeRenames(turned))).toMatchObject({ renames: turned, faults: [] });
  });

  it('tells each fault at its line and keeps the good ones', () => {
    const { renames, faults } = readRenames(['a -> Image', 'nonsense', 'b -> Image', 'c -> __tenant', `${'x'.repeat(201)} -> Y`, '"open -> Z', 'd -> User'].join('\n'));
    expect(faults.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
    expect(faults[1]?.message).toContain('Line 1');
    expect(renames.map(({ to }) => to)).toEqual(['Image', 'User']);
  });

  it('has at most 200 fields, and reads a hostile text in good time', () => {
    expect(readRenames(Array.from({ length: 205 }, (_, index) => `f${index} -> t${index}`).join('\n')).faults).toHaveLength(5);
    const began = performance.now();
    readRenames(`"${'\\'.repeat(50_000)}${' '.repeat(50_000)}`);
    readRenames(' -'.repeat(50_000));
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('takes a kind as the gateway does', () => {
    expect(['', 'windows/sysmon', 'okta', 'gcp/gcp.audit'].map(kindFault)).toEqual([null, null, null, null]);
    expect(kindFault('Windows / Sysmon')).toContain('windows/sysmon');
  });
});
