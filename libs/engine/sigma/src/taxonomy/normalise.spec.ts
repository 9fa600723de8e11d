import { dateFrom } from '@vedette/kernel';
import { entityOf } from './entity-of';
import { instantOf } from './event-time';
import { normalise } from './normalise';

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

describe('normalise', () => {
  it('flattens a Windows event as converters nest it', () => {
    const raw = {
      Event: {
        System: {
          Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon', Guid: 'G' } }, EventID: { '#text': 1, '#attributes': { Qualifiers: 0 } },
          TimeCreated: { '#attributes': { SystemTime: '2026-01-02T03:04:05.678Z' } }, Channel: 'Microsoft-Windows-Sysmon/Operational', Computer: 'ACME-1',
          Security: { '#attributes': { UserID: 'S-1-5-18' } }, Execution: { '#attributes': { ProcessID: 4, ThreadID: 8 } },
        },
        EventData: { Image: 'C:\\a.exe', 'Threat Name': 'x' },
      },
    };
    expect(normalise(raw)).toEqual({
      at,
      kind: 'windows/sysmon',
      fields: {
        Provider_Name: 'Microsoft-Windows-Sysmon', Provider_Guid: 'G', EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', Computer: 'ACME-1', TimeCreated: '2026-01-02T03:04:05.678Z',
        Security_UserID: 'S-1-5-18', Execution_ProcessID: 4, Execution_ThreadID: 8, Image: 'C:\\a.exe', 'Threat Name': 'x', ThreatName: 'x',
      },
    });
  });

  it('takes unnamed data, data by name and user data', () => {
    const event = (parts: object) => normalise({ Event: { System: { EventID: 1, Channel: 'System' }, ...parts } }).fields;
    expect(event({ EventData: { Data: { '#text': ['a', 'b'] } } })).toMatchObject({ Data: ['a', 'b'] });
    expect(event({ EventData: { Data: [{ '#attributes': { Name: 'A' }, '#text': '1' }, { '@Name': 'B', '#text': '2' }] } })).toMatchObject({ A: '1', B: '2' });
    expect(event({ UserData: { LogFileCleared: { SubjectUserName: 'root', Deep: { Leaf: 3 } } } })).toMatchObject({ SubjectUserName: 'root', Leaf: 3 });
  });

  it('lifts winlogbeat events of both generations', () => {
    const seven = normalise({ '@timestamp': '2026-01-02T03:04:05.678Z', winlog: { channel: 'Security', event_id: '4624', computer_name: 'acme', provider_name: 'P', event_data: { TargetUserName: 'root' } } });
    expect(seven).toMatchObject({ at, kind: 'windows/security', fields: { Channel: 'Security', EventID: '4624', Computer: 'acme', Provider_Name: 'P', TargetUserName: 'root' } });
    const six = normalise({ '@timestamp': '2026-01-02T03:04:05.678Z', log_name: 'Security', event_id: 4624, source_name: 'P', event_data: { TargetUserName: 'root' } });
    expect(six).toMatchObject({ kind: 'windows/security', fields: { Channel: 'Security', EventID: 4624, Provider_Name: 'P', TargetUserName: 'root' } });
  });

  it("adds Sigma's names to what NXLog calls otherwise, without loss", () => {
    const raw = { EventID: 12, SourceName: 'Microsoft-Windows-Sysmon', Hostname: 'acme', EventTypeOrignal: 'INFO', Channel: 'Microsoft-Windows-Sysmon/Operational', EventTime: '2026-01-02 03:04:05' };
    const before = { ...raw };
    expect(normalise(raw).fields).toEqual({ ...before, Provider_Name: 'Microsoft-Windows-Sysmon', Computer: 'acme', EventType: 'INFO' });
  });

  it.each([
    [{ eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' }, 'aws/cloudtrail'],
    [{ eventid: 'cowrie.login.success' }, 'honeypot/cowrie'],
    [{ 'cs-method': 'GET', 'cs-uri-query': 'a=1' }, 'web'],
    [{ 'c-uri': 'http://x' }, 'proxy'],
    [{ eventType: 'user.session.start', actor: {}, displayMessage: 'x' }, 'okta/okta'],
    [{ action: 'org.add_member', actor: 'root', org: 'acme' }, 'github/audit'],
    [{ operationName: 'X', category: 'Administrative' }, 'azure/activitylogs'],
    [{ protoPayload: {} }, 'gcp/gcp.audit'],
    [{ apiVersion: 'audit.k8s.io/v1' }, 'kubernetes/audit'],
    [{ type: 'EXECVE', a0: 'ls' }, 'linux/auditd'],
    [{ program: 'sshd', message: 'x' }, 'linux/sshd'],
    [{ Channel: 'Linux-Sysmon/Operational', EventID: 1 }, 'linux/sysmon'],
    [{ Channel: 'Acme/Operational' }, 'windows/other'],
    [{ _path: 'dns' }, 'zeek/dns'],
    [{ hello: 'world' }, undefined],
  ])('tells the kind of %j', (raw, kind) => {
    expect(normalise(raw).kind).toBe(kind);
  });

  it('makes an event without fields of anything that is no object', () => {
    for (const raw of [null, undefined, 3, 'x', true, [1]]) expect(normalise(raw)).toEqual({ fields: {} });
  });

  it('is not fooled by names that could pollute a prototype', () => {
    const data = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    for (const text of [data, `{"event_data":${data},"event_id":1}`, `{"Event":{"System":{"EventID":1},"EventData":${data},"UserData":${data}}}`, `{"EventID":1,"Hostname":"a","__proto__":{"polluted":1}}`]) {
      normalise(JSON.parse(text));
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(Object.getPrototypeOf(normalise(JSON.parse(text)).fields)).toBe(Object.prototype);
    }
  });
});

describe('instantOf', () => {
  it.each([
    ['2026-01-02T03:04:05.678Z', at], ['2026-01-02 03:04:05.678', at], ['2026-01-02T05:04:05.678+02:00', at], ['2026-01-02T03:04:05.678901234Z', at],
    [at, at], [String(at), at], [at / 1000, at], [at * 1000, at], ['/Date(1767323045678)/', at], ['02/Jan/2026:03:04:05 +0000', at - 678],
  ])('reads %p', (value, expected) => {
    expect(instantOf(value)).toBe(expected);
  });

  it.each([['yesterday'], [''], [-5], [Number.NaN], [Infinity], ['9999-01-01T00:00:00Z'], ['2026-13-01T00:00:00Z'], [{}], [null], ['9'.repeat(500)]])('gives no time for %p', (value) => {
    expect(instantOf(value)).toBeUndefined();
  });

  it('agrees with the platform for ISO 8601', () => {
    for (const ms of [0, 951_782_400_000, 1_709_164_800_000, at]) expect(instantOf(dateFrom(ms).toISOString())).toBe(ms);
  });
});

describe('entityOf', () => {
  it.each([
    [{ Channel: 'Security', EventID: 1, Computer: 'ACME-1', User: 'root' }, { kind: 'host', value: 'ACME-1' }],
    [{ eventid: 'cowrie.session.connect', src_ip: '192.0.2.7', hostname: 'pot' }, { kind: 'ip', value: '192.0.2.7' }],
    [{ eventSource: 'iam.amazonaws.com', eventName: 'x', userIdentity: { arn: 'arn:aws:iam::1:user/a', accountId: '1' } }, { kind: 'user', value: 'arn:aws:iam::1:user/a' }],
    [{ eventSource: 'iam.amazonaws.com', eventName: 'x', userIdentity: { accountId: '1' } }, { kind: 'account', value: '1' }],
    [{ x: 1 }, { kind: 'unknown', value: '' }],
  ])('of %j', (raw, expected) => {
    expect(entityOf(normalise(raw))).toEqual(expected);
  });
});
