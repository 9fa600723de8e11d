import { channelsOf } from '../taxonomy/channels';
import type { LogsourceRouting, RoutingEntry } from './logsource-routing';

type Conditions = RoutingEntry['conditions'];

function ids(...values: readonly number[]): Conditions {
  return [{ field: 'EventID', values: values.map(String) }];
}

/** Sysmon's events by id (Sysinternals, "Sysmon events"). */
const sysmonCategories: readonly (readonly [string, Conditions])[] = [
  ['process_creation', ids(1)],
  ['file_change', ids(2)],
  ['network_connection', ids(3)],
  ['sysmon_status', ids(4, 16)],
  ['process_termination', ids(5)],
  ['driver_load', ids(6)],
  ['image_load', ids(7)],
  ['create_remote_thread', ids(8)],
  ['raw_access_thread', ids(9)],
  ['process_access', ids(10)],
  ['file_event', ids(11)],
  ['registry_event', ids(12, 13, 14)],
  ['registry_add', [...ids(12), { field: 'EventType', values: ['createkey'] }]],
  ['registry_delete', [...ids(12), { field: 'EventType', values: ['deletekey', 'deletevalue'] }]],
  ['registry_set', ids(13)],
  ['registry_rename', ids(14)],
  ['create_stream_hash', ids(15)],
  ['pipe_created', ids(17, 18)],
  ['wmi_event', ids(19, 20, 21)],
  ['dns_query', ids(22)],
  ['file_delete', ids(23, 26)],
  ['clipboard_change', ids(24)],
  ['process_tampering', ids(25)],
  ['file_delete_detected', ids(26)],
  ['file_block_executable', ids(27)],
  ['file_block_shredding', ids(28)],
  ['file_executable_detected', ids(29)],
  ['sysmon_error', ids(255)],
];

const linuxSysmonCategories: readonly (readonly [string, Conditions])[] = [
  ['process_creation', ids(1)],
  ['network_connection', ids(3)],
  ['process_termination', ids(5)],
  ['file_event', ids(11)],
  ['file_delete', ids(23)],
];

function windows(category: string, service: string, conditions: Conditions, fieldMappings: RoutingEntry['fieldMappings'] = {}): RoutingEntry {
  return { name: `windows-${category}-${service}`, logsource: { category, product: 'windows' }, channels: channelsOf[service], conditions, fieldMappings };
}

const security: readonly RoutingEntry[] = [
  // CommandLine is there only if the audit policy "include command line" is on; the names are the Security log's own.
  windows('process_creation', 'security', ids(4688), { Image: 'NewProcessName', ParentImage: 'ParentProcessName', LogonId: 'SubjectLogonId', IntegrityLevel: 'MandatoryLabel' }),
  windows('process_termination', 'security', ids(4689), { Image: 'ProcessName' }),
];

const powershell: readonly RoutingEntry[] = [
  windows('ps_module', 'powershell', ids(4103)),
  windows('ps_script', 'powershell', ids(4104)),
  windows('ps_classic_start', 'powershell-classic', ids(400)),
  windows('ps_classic_provider_start', 'powershell-classic', ids(600)),
  windows('ps_classic_script', 'powershell-classic', ids(800)),
];

/** Defender's events that name a threat (Microsoft, "Review event logs and error codes"). */
const antivirus: RoutingEntry = {
  name: 'antivirus-windefend',
  logsource: { category: 'antivirus' },
  channels: channelsOf['windefend'],
  conditions: ids(1006, 1007, 1008, 1009, 1010, 1011, 1012, 1015, 1017, 1018, 1019, 1115, 1116, 1117, 1118, 1119),
  fieldMappings: { Signature: 'ThreatName', Filename: 'Path' },
};

const services = Object.entries(channelsOf).map(([service, channels]): RoutingEntry => ({
  name: `windows-${service}`,
  logsource: { product: 'windows', service },
  channels,
  conditions: [],
  fieldMappings: {},
}));

/**
 * Our own mapping for Windows and Linux categories. Cloud, web, proxy, DNS, honeypot and the rest need no entry:
 * they are met by the kind that `normalise` reads off the event.
 */
export const builtInRouting: LogsourceRouting = {
  entries: [
    ...sysmonCategories.map(([category, conditions]) => windows(category, 'sysmon', conditions)),
    ...security,
    ...powershell,
    antivirus,
    ...services,
    ...linuxSysmonCategories.map(([category, conditions]): RoutingEntry => ({ name: `linux-${category}`, logsource: { category, product: 'linux' }, kinds: ['linux/sysmon'], conditions, fieldMappings: {} })),
  ],
};
