import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describeWithData } from '@vedette/testing';
import { isIp } from '../record/ip-address';
import { activities } from './activity';
import { ecsNames } from './ecs-names';
import { ecsOf } from './ecs-of';
import { ocsfClassOf } from './ocsf-class-of';

function unzipped(file: string): string {
  return gunzipSync(readFileSync(file)).toString('utf8');
}

function lines(file: string): string[] {
  return unzipped(file).trim().split('\n');
}

/** Field → type of ECS's CSV; descriptions over several lines begin no row. */
function ecsTypes(file: string): ReadonlyMap<string, { readonly type: string; readonly isArray: boolean }> {
  const rows = lines(file).map((line) => line.split(',')).filter(([version]) => /^\d+\.\d/.test(version ?? ''));
  return new Map(rows.map(([, , , field = '', type = '', , normalisation]) => [field, { type, isArray: normalisation === 'array' }]));
}

const texts = new Set(['keyword', 'wildcard', 'match_only_text', 'constant_keyword']);

function fits(type: string | undefined, value: unknown): boolean {
  if (type === 'long') return Number.isSafeInteger(value);
  if (type === 'ip') return typeof value === 'string' && isIp(value);
  return texts.has(type ?? '') && (typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string')));
}

/** Kinds as the taxonomy tells them, for the shared events. */
const windowsKinds: Readonly<Record<string, string>> = {
  Security: 'windows/security', 'Microsoft-Windows-Sysmon/Operational': 'windows/sysmon', System: 'windows/system', 'Microsoft-Windows-PowerShell/Operational': 'windows/powershell',
};

function* sharedEvents(root: string): Generator<readonly [string, Record<string, unknown>]> {
  for (const line of lines(path.join(root, 'sigma/evtx-events.ndjson.gz'))) {
    const { event } = JSON.parse(line);
    yield [windowsKinds[event.Channel] ?? 'windows/other', event];
  }
  for (const line of lines(path.join(root, 'events/cloudtrail.ndjson.gz'))) yield ['aws/cloudtrail', JSON.parse(line).event];
  for (const log of ['conn', 'dns', 'rdp', 'notice', 'ntlm', 'ssh', 'ftp', 'kerberos', 'smb_mapping', 'dce_rpc', 'software']) {
    if (log === 'conn') continue;
    for (const line of lines(path.join(root, `events/zeek-json/${log}.json.gz`))) yield [`zeek/${log}`, JSON.parse(line)];
  }
  for (const line of lines(path.join(root, 'events/panther-labelled-logs.ndjson.gz'))) {
    const { log, logTypes } = JSON.parse(line);
    const [vendor = ''] = String(logTypes?.[0] ?? '').toLowerCase().split('.');
    yield [{ okta: 'okta/okta', github: 'github/audit', gcp: 'gcp/gcp.audit', azure: 'azure/signinlogs', aws: 'aws/cloudtrail', amazon: 'kubernetes/audit', microsoft365: 'm365/audit' }[vendor] ?? 'other', log];
  }
}

describeWithData('the Elastic Common Schema', 'schemas/ecs-fields.csv.gz', (file) => {
  const types = ecsTypes(file);

  it('has every name of the tables, with a type that fits', () => {
    const shapes: Readonly<Record<string, readonly string[]>> = { ip: ['ip'], long: ['long'], text: [...texts], texts: [...texts] };
    const wrong = Object.values(ecsNames).flat().filter(([name, shape]) => !shapes[shape]?.includes(types.get(name)?.type ?? ''));
    expect(wrong).toEqual([]);
    expect(Object.values(ecsNames).flat().length).toBeGreaterThan(250);
  });

  it('has every name and takes every value given for the shared events', () => {
    const wrong = new Map<string, unknown>();
    const names = new Set<string>();
    const perFamily = new Map<string, { events: number; names: number; categorised: number }>();
    for (const [kind, event] of sharedEvents(path.join(path.dirname(file), '..'))) {
      const ecs = ecsOf(kind, event);
      const family = kind.split('/')[0] ?? '';
      const tally = perFamily.get(family) ?? { events: 0, names: 0, categorised: 0 };
      tally.events++;
      tally.names += Object.keys(ecs).length;
      if (ocsfClassOf(kind, event)) tally.categorised++;
      perFamily.set(family, tally);
      for (const [name, value] of Object.entries(ecs)) {
        names.add(name);
        if (!fits(types.get(name)?.type, value) || (types.get(name)?.isArray ?? false) !== Array.isArray(value)) wrong.set(name, value);
      }
    }
    console.table(Object.fromEntries([...perFamily].map(([family, { events, names: given, categorised }]) => [family, { events, 'names an event': (given / events).toFixed(1), 'with an OCSF class': categorised }])));
    expect([...wrong]).toEqual([]);
    expect(names.size).toBeGreaterThan(90);
  });

  it('has the categories and types of every activity among its allowed values', () => {
    // ECS 9: event.category and event.type. The CSV does not list them.
    const categories = ['api', 'authentication', 'configuration', 'database', 'driver', 'email', 'file', 'host', 'iam', 'intrusion_detection', 'library', 'malware', 'network', 'package', 'process', 'registry', 'session', 'threat', 'vulnerability', 'web'];
    const eventTypes = ['access', 'admin', 'allowed', 'change', 'connection', 'creation', 'deletion', 'denied', 'device', 'end', 'error', 'group', 'indicator', 'info', 'installation', 'protocol', 'start', 'user'];
    for (const { category, type } of Object.values(activities)) {
      expect(categories).toEqual(expect.arrayContaining([...category]));
      expect(eventTypes).toEqual(expect.arrayContaining([...type]));
    }
  });
});

describeWithData('OCSF', 'schemas/ocsf-schema.ndjson.gz', (file) => {
  interface Definition {
    readonly uid?: number;
    readonly category?: string;
    readonly extends?: string;
    readonly name: string;
    readonly caption: string;
    readonly attributes: Readonly<Record<string, { readonly uid: number }>>;
  }
  const documents = new Map<string, Definition>(lines(file).map((line) => JSON.parse(line)).map(({ path: at, document }) => [at, document]));
  const categories = documents.get('categories.json')?.attributes ?? {};

  /** Class uid → caption, the category being inherited and an extension's number coming first. */
  function classes(): Map<number, string> {
    const events = [...documents].filter(([at]) => /(^|\/)events\//.test(at));
    const byName = new Map(events.map(([, event]) => [event.name, event]));
    const categoryOf = (event: Definition | undefined): string | undefined => event?.category ?? (event?.extends === undefined ? undefined : categoryOf(byName.get(event.extends)));
    const uids = new Map<number, string>();
    for (const [at, event] of events) {
      const folder = /^extensions\/([^/]+)\//.exec(at)?.[1];
      const extension = folder === undefined ? 0 : (documents.get(`extensions/${folder}/extension.json`)?.uid ?? 0);
      const category = categories[categoryOf(event) ?? '']?.uid;
      if (event.uid !== undefined && category !== undefined) uids.set((extension * 100 + category) * 1000 + event.uid, event.caption);
    }
    return uids;
  }

  it('has every class of the table under its uid and caption', () => {
    const known = classes();
    for (const { ocsf } of Object.values(activities)) if (ocsf) expect([ocsf[0], known.get(ocsf[0])]).toEqual([...ocsf]);
    expect(known.size).toBeGreaterThan(70);
  });
});
