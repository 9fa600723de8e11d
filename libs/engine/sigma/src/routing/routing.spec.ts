import { compileRules } from '../compile/compiled-rules';
import { loadRules } from '../parse/load-rules';
import { normalise } from '../taxonomy/normalise';
import { builtInRouting } from './built-in-routing';
import type { LogsourceRouting } from './logsource-routing';
import { parseRouting } from './parse-routing';

const own = parseRouting(`
logsources:
  made:
    category: process_creation
    product: windows
    conditions: {EventID: [1, 77]}
    rewrite: {product: windows, service: acme}
    fieldmappings: {Image: ProgramName}
  acme:
    product: windows
    service: acme
    sources: ['WinEventLog:Acme/Operational']
  files:
    category: webserver
    sources: ['File:/var/log/*.log']
`);

function reached(logsource: string, fields: Record<string, unknown>, routing: LogsourceRouting): boolean {
  const text = `title: t\nlogsource: ${logsource}\ndetection: {s: {Image: x}, t: {F: x}, condition: 1 of them}`;
  return compileRules(loadRules([{ origin: 't', text }]).rules, { routing }).evaluate(normalise(fields)).length > 0;
}

const sysmon = 'Microsoft-Windows-Sysmon/Operational';

describe('routing by a mapping that was read', () => {
  it('joins a category with its channel, conditions and field names', () => {
    const rule = '{category: process_creation, product: windows}';
    expect(reached(rule, { Channel: 'ACME/operational', EventID: '77', ProgramName: 'X' }, own)).toBe(true);
    expect(reached(rule, { Channel: 'Acme/Operational', EventID: 1, Image: 'X' }, own)).toBe(false);
    expect(reached(rule, { Channel: 'Acme/Operational', EventID: 2, ProgramName: 'x' }, own)).toBe(false);
    expect(reached(rule, { Channel: sysmon, EventID: 1, ProgramName: 'x' }, own)).toBe(false);
  });

  it('leaves logsources it does not name, or names only by file, to the kind of the event', () => {
    expect(reached('{category: webserver}', { 'cs-uri-query': 'a', F: 'x' }, own)).toBe(true);
    expect(reached('{product: aws, service: cloudtrail}', { eventSource: 'a.amazonaws.com', eventName: 'b', F: 'x' }, own)).toBe(true);
    expect(reached('{product: aws, service: cloudtrail}', { F: 'x' }, own)).toBe(false);
  });

  it('speaks for all of a product whose channels it names: a rule for another log of it is refused, not left to chance', () => {
    const text = 'title: t\nlogsource: {product: windows, service: security}\ndetection: {s: {F: x}, condition: s}';
    const compiled = compileRules(loadRules([{ origin: 't', text }]).rules, { routing: own });
    expect(compiled.refused).toMatchObject([{ origin: 't', reason: 'the logsource mapping names no log for it' }]);
    expect(reached('{product: windows, service: security}', { Channel: 'Security', F: 'x' }, own)).toBe(false);
    expect(reached('{product: windows}', { Channel: 'Security', F: 'x' }, own)).toBe(true);
  });

  it('refuses what is no mapping', () => {
    expect(() => parseRouting('a: 1')).toThrow('logsources is missing');
    expect(() => parseRouting('logsources: [')).toThrow('not valid YAML');
  });
});

describe('our own routing', () => {
  it.each([
    ['{category: process_creation, product: windows}', { Channel: sysmon, EventID: 1, Image: 'x' }, true],
    ['{category: process_creation, product: windows}', { Channel: 'Security', EventID: 4688, NewProcessName: 'x' }, true],
    ['{category: process_creation, product: windows}', { Channel: sysmon, EventID: 3, Image: 'x' }, false],
    ['{category: process_creation, product: linux}', { Channel: sysmon, EventID: 1, Image: 'x' }, false],
    ['{category: process_creation, product: linux}', { Channel: 'Linux-Sysmon/Operational', EventID: 1, Image: 'x' }, true],
    ['{category: registry_add, product: windows}', { Channel: sysmon, EventID: 12, EventType: 'CreateKey', Image: 'x' }, true],
    ['{category: registry_add, product: windows}', { Channel: sysmon, EventID: 12, EventType: 'DeleteKey', Image: 'x' }, false],
    ['{category: registry_delete, product: windows}', { Channel: sysmon, EventID: 12, EventType: 'DeleteKey', Image: 'x' }, true],
    ['{product: windows, service: security}', { Channel: 'security', EventID: 4624, F: 'x' }, true],
    ['{product: windows}', { Channel: 'Acme/Any', F: 'x' }, true],
    ['{product: linux}', { Channel: 'Security', F: 'x' }, false],
    ['{category: honeypot, product: cowrie}', { eventid: 'cowrie.x', F: 'x' }, true],
    ['{category: proxy}', { 'c-uri': 'x', F: 'x' }, true],
    ['{category: dns}', { _path: 'dns', F: 'x' }, true],
    ['{product: okta, service: okta}', { eventType: 'a', actor: {}, displayMessage: 'b', F: 'x' }, true],
  ])('%s and %j: %s', (logsource, fields, expected) => {
    expect(reached(logsource, fields, builtInRouting)).toBe(expected);
  });
});
