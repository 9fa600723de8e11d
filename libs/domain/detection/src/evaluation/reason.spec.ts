import { REASON_LIMIT, reasonOf } from './reason';

const host = { kind: 'host', value: 'ws-014' };

describe('the reason of an alert', () => {
  it('names the process, its parent, the host and the condition that held', () => {
    const reason = reasonOf({
      title: 'Mshta runs a remote page',
      fields: { Image: 'C:\\Windows\\System32\\mshta.exe', ParentImage: 'C:\\Office\\winword.exe' },
      matched: [
        { field: 'Image', value: 'C:\\Windows\\System32\\mshta.exe', condition: 'Image|endswith: \\mshta.exe' },
        { field: 'CommandLine', value: 'mshta http://203.0.113.8', condition: 'CommandLine|contains: http' },
      ],
      entity: host,
    });
    expect(reason).toBe("Mshta.exe started by winword.exe on ws-014: CommandLine contains 'http'");
  });

  it('shows what was found where the condition is a pattern nobody wants to read', () => {
    const matched = [{ field: 'CommandLine', value: 'powershell -e SQBF', condition: 'CommandLine|re|i: \\s-e(nc)?\\s+[A-Za-z0-9+/=]{4,}' }];
    expect(reasonOf({ title: 't', fields: { Image: 'C:\\powershell.exe' }, matched, entity: host })).toBe(
      "Powershell.exe ran on ws-014: CommandLine is 'powershell -e SQBF'",
    );
  });

  it('names both ends of an access', () => {
    const fields = { SourceImage: 'C:\\Users\\Public\\m.exe', TargetImage: 'C:\\Windows\\System32\\lsass.exe' };
    const matched = [{ field: 'GrantedAccess', value: '0x1010', condition: 'GrantedAccess: 0x1010' }];
    expect(reasonOf({ title: 't', fields, matched, entity: host })).toBe(
      "M.exe reached into lsass.exe on ws-014: GrantedAccess is '0x1010'",
    );
  });

  it('falls back to the action, then to the title', () => {
    const entity = { kind: 'ip', value: '198.51.100.7' };
    expect(reasonOf({ title: 't', fields: { eventid: 'cowrie.login.success' }, matched: [], entity })).toBe(
      'Cowrie.login.success by 198.51.100.7',
    );
    expect(reasonOf({ title: 'Odd thing', fields: {}, matched: [], entity: { kind: 'unknown', value: '' } })).toBe('Odd thing');
  });

  it('stays one short line of inert text, whatever the event holds', () => {
    const hostile = '\u202e<script>\n\u0000' + 'x'.repeat(100_000);
    const reason = reasonOf({
      title: hostile,
      fields: { Image: hostile, ParentImage: hostile },
      matched: [{ field: hostile, value: hostile, condition: `${hostile}|contains: ${hostile}` }],
      entity: { kind: 'host', value: hostile },
    });
    expect(reason.length).toBeLessThanOrEqual(REASON_LIMIT);
    expect(reason).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
