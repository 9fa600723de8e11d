import type { ConformanceCase } from './conformance-case';

const sysmon = 'Microsoft-Windows-Sysmon/Operational';
const routed = (construct: string, logsource: string, matches: ConformanceCase['matches'], not: ConformanceCase['not']): ConformanceCase => ({
  construct: `logsource: ${construct}`,
  section: 'Rules, LogSource',
  logsource,
  detection: '{s: {F: x}, condition: s}',
  matches: matches.map((event) => ({ F: 'x', ...event })),
  not: not.map((event) => ({ F: 'x', ...event })),
});

/** Which events a logsource means, told by what they hold. */
export const routingCases: readonly ConformanceCase[] = [
  routed('category', '{category: process_creation, product: windows}', [{ Channel: sysmon, EventID: 1 }, { Channel: 'Security', EventID: '4688' }], [{ Channel: sysmon, EventID: 3 }, { Channel: 'Security', EventID: 4624 }, { Channel: 'Linux-Sysmon/Operational', EventID: 1 }]),
  routed('category', '{category: process_creation, product: linux}', [{ Channel: 'Linux-Sysmon/Operational', EventID: 1 }], [{ Channel: sysmon, EventID: 1 }]),
  routed('product', '{product: windows}', [{ Channel: 'Security' }, { Channel: 'Acme/Operational' }], [{ eventSource: 'a.amazonaws.com', eventName: 'b' }]),
  routed('service', '{product: windows, service: system}', [{ Channel: 'System' }, { Channel: 'SYSTEM' }], [{ Channel: 'Security' }]),
  routed('service', '{product: aws, service: cloudtrail}', [{ eventSource: 'a.amazonaws.com', eventName: 'b' }], [{ Channel: 'System' }]),
  routed('category alone', '{category: webserver}', [{ 'cs-method': 'GET', 'cs-uri-query': 'q' }], [{ Channel: 'Security' }]),
];
