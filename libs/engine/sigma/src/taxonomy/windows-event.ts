import type { Fields } from './event-values';

type Plain = Record<string, unknown>;

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `__proto__` as a plain assignment would change the object instead of adding a field. */
function put(target: Plain, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  else target[name] = value;
}

function attribute(node: unknown, name: string): unknown {
  if (!isPlain(node)) return undefined;
  const attributes = node['#attributes'];
  return (isPlain(attributes) ? attributes[name] : undefined) ?? node[name] ?? node[`@${name}`];
}

/** The text of an element that also has attributes. */
function textOf(node: unknown): unknown {
  if (!isPlain(node)) return node;
  return node['#text'] ?? node['_'] ?? node['Value'] ?? undefined;
}

function putData(target: Plain, name: string, value: unknown): void {
  put(target, name, value);
  if (name.includes(' ')) put(target, name.replaceAll(' ', ''), value);
}

/** `<Data Name="x">` in the forms converters write it: by name, as a list of named items, or unnamed. */
function addEventData(target: Plain, data: unknown): void {
  if (!isPlain(data)) return;
  for (const [name, value] of Object.entries(data)) {
    if (name === '#attributes' || name === 'xmlns') continue;
    const items = name === 'Data' ? (Array.isArray(value) ? value : [value]) : [];
    const named = items.length > 0 && items.every((item) => attribute(item, 'Name') !== undefined);
    if (named) for (const item of items) putData(target, String(attribute(item, 'Name')), textOf(item) ?? '');
    else if (name === 'Data') put(target, 'Data', isPlain(value) ? textOf(value) : value);
    else putData(target, name, isPlain(value) ? (textOf(value) ?? value) : value);
  }
}

function addLeaves(target: Plain, node: unknown, depth: number): void {
  if (!isPlain(node) || depth > 8) return;
  for (const [name, value] of Object.entries(node)) {
    if (name === '#attributes' || name === 'xmlns') continue;
    if (isPlain(value) && textOf(value) === undefined) addLeaves(target, value, depth + 1);
    else putData(target, name, textOf(value));
  }
}

const system = ['EventID', 'Channel', 'Computer', 'Level', 'Task', 'Opcode', 'Keywords', 'Version', 'EventRecordID'] as const;

/** `{ Event: { System, EventData | UserData } }` as evtx converters print it → flat fields. */
export function flattenWindowsEvent(event: Plain): Fields {
  const flat: Plain = {};
  const header = isPlain(event['System']) ? event['System'] : {};
  const set = (name: string, value: unknown): void => {
    if (value !== undefined && value !== null) flat[name] = value;
  };
  set('Provider_Name', attribute(header['Provider'], 'Name'));
  set('Provider_Guid', attribute(header['Provider'], 'Guid'));
  for (const name of system) set(name, textOf(header[name]));
  set('TimeCreated', attribute(header['TimeCreated'], 'SystemTime') ?? textOf(header['TimeCreated']));
  set('Security_UserID', attribute(header['Security'], 'UserID'));
  set('Execution_ProcessID', attribute(header['Execution'], 'ProcessID'));
  set('Execution_ThreadID', attribute(header['Execution'], 'ThreadID'));
  addLeaves(flat, event['UserData'], 0);
  addEventData(flat, event['EventData']);
  return flat;
}

const winlogNames: readonly (readonly [string, string])[] = [
  ['event_id', 'EventID'], ['channel', 'Channel'], ['log_name', 'Channel'], ['provider_name', 'Provider_Name'], ['source_name', 'Provider_Name'],
  ['provider_guid', 'Provider_Guid'], ['computer_name', 'Computer'], ['task', 'Task'], ['opcode', 'Opcode'], ['level', 'Level'],
  ['record_id', 'EventRecordID'], ['record_number', 'EventRecordID'], ['version', 'Version'], ['process_id', 'Execution_ProcessID'], ['thread_id', 'Execution_ThreadID'],
];

/** winlogbeat: `winlog.event_data.*` (7 and later) or `event_data.*` at the top (6), lifted over what the shipper adds. */
export function flattenWinlogbeat(raw: Plain): Fields {
  const flat: Plain = {};
  for (const name of Object.keys(raw)) if (name !== 'event_data' && name !== 'user_data' && name !== 'winlog') put(flat, name, raw[name]);
  const winlog = isPlain(raw['winlog']) ? raw['winlog'] : raw;
  for (const [from, to] of winlogNames) {
    const value = winlog[from];
    if (value !== undefined && value !== null && (flat[to] === undefined || winlog !== raw)) flat[to] = value;
  }
  const time = raw['@timestamp'];
  if (flat['TimeCreated'] === undefined && time !== undefined) flat['TimeCreated'] = time;
  addLeaves(flat, winlog['user_data'], 0);
  addEventData(flat, winlog['event_data']);
  return flat;
}

/** NXLog's own names for what Sigma calls otherwise, added to the object itself: a copy of every event would cost more than its search. */
export function renameNxlog(raw: Plain): Fields {
  if (raw['Provider_Name'] === undefined && raw['SourceName'] !== undefined) raw['Provider_Name'] = raw['SourceName'];
  if (raw['Computer'] === undefined && raw['Hostname'] !== undefined) raw['Computer'] = raw['Hostname'];
  if (raw['EventType'] === undefined && raw['EventTypeOrignal'] !== undefined) raw['EventType'] = raw['EventTypeOrignal'];
  return raw;
}
