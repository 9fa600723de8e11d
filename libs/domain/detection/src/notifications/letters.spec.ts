import { dateFrom, newId } from '@vedette/kernel';
import { alertLetter, digestLetter, type ToldAlert } from './letters';
import { mailRoom, wantsAlert, type NotificationRuleRow } from './notification-rule';

const alert: ToldAlert = {
  id: newId(), severity: 'high', rule_title: 'Mshta runs a remote page', entity_kind: 'host', entity: 'ws-014', event_count: '3',
  reason: "Mshta.exe ran on ws-014: CommandLine contains 'http'", first_event_at: dateFrom('2026-01-31T10:11:12Z'),
};

describe('the mail about an alert', () => {
  it('says severity, rule and entity in its subject, and where to read on', () => {
    const { subject, text } = alertLetter(alert, 'Night watch', 'https://vedette.example/alerts/abc');
    expect(subject).toBe('[high] Mshta runs a remote page: ws-014');
    expect(text.split('\n')).toEqual([
      'HIGH: Mshta runs a remote page', 'host ws-014, 3 events since 2026-01-31 10:11 UTC', "Mshta.exe ran on ws-014: CommandLine contains 'http'",
      'https://vedette.example/alerts/abc', '', 'You get this by the notification rule "Night watch" of your organisation.',
    ]);
  });

  it('holds one link and one line of subject, whatever an attacker wrote into rule, entity or reason', () => {
    const nasty = 'x\r\nBcc: all@evil.example\nhttps://evil.example/login www.evil.example javascript:alert(1) \u202eexe.txt\u0000';
    const { subject, text } = alertLetter({ ...alert, rule_title: nasty, entity: nasty, reason: nasty.repeat(100) }, nasty, 'https://vedette.example/alerts/abc');
    expect(subject).not.toMatch(/[\r\n\u202e\u0000]|:\/\//u);
    expect(subject.length).toBeLessThanOrEqual(200);
    expect(text.match(/:\/\/|www\.|javascript:|[^[]@/g)).toEqual(['://']);
    expect(text.split('\n')).toHaveLength(6);
  });

  it('lists fifty of a digest and says how many more there are', () => {
    const { subject, text } = digestLetter(Array.from({ length: 50 }, () => alert), 700, 'Night watch', () => 'https://vedette.example/alerts/abc', 'https://vedette.example/alerts');
    expect(subject).toBe('[high] Mshta runs a remote page: ws-014, and 699 more');
    expect(text).toContain('And 650 more: https://vedette.example/alerts\n');
    expect(text.match(/alerts\/abc/g)).toHaveLength(50);
  });
});

describe('a notification rule', () => {
  const rule: NotificationRuleRow = {
    id: newId(), name: 'x', severities: [], rule_ids: [], tags: [], entity_text: null, recipients: [], quiet: null, mails_per_hour: 2,
    created_by: 'x', created_at: dateFrom(0), changed_at: dateFrom(0), flush_at: null,
  };
  const about = { rule_id: 'r1', severity: 'high', attack: ['attack.T1059'], entity: 'WS-014' } as const;

  it('wants what all of its conditions let through', () => {
    const wants = (more: Partial<NotificationRuleRow>) => wantsAlert({ ...rule, ...more }, about);
    expect([wants({}), wants({ severities: ['high'] }), wants({ rule_ids: ['r1'] }), wants({ tags: ['attack.t1059'] }), wants({ rule_ids: ['r2'], tags: ['attack.t1059'] }), wants({ entity_text: 'ws-0' })]).toEqual(Array(6).fill(true));
    expect([wants({ severities: ['low'] }), wants({ rule_ids: ['r2'] }), wants({ entity_text: 'db' }), wants({ rule_ids: ['r1'], severities: ['low'] })]).toEqual(Array(4).fill(false));
  });

  it('has room for so many mails in any hour', () => {
    const now = 10_000_000;
    expect(mailRoom([], 2, now)).toEqual({ free: 2, nextAt: now });
    expect(mailRoom([now, now - 3_599_999], 2, now)).toEqual({ free: 0, nextAt: now + 1 });
    expect(mailRoom([now, now - 3_600_000], 2, now)).toEqual({ free: 1, nextAt: now });
  });
});
