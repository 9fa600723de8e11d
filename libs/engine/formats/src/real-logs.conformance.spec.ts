import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describeWithData } from '@vedette/testing';
import { TextFramer } from './frame/text-framer';
import { readStructured, readText } from './read-text';

function unzipped(file: string): Buffer {
  return gunzipSync(readFileSync(file));
}

function objects(file: string): Record<string, unknown>[] {
  return unzipped(file).toString('utf8').trim().split('\n').map((line) => JSON.parse(line));
}

function framed(bytes: Buffer, size = 65_536): string[] {
  const framer = new TextFramer();
  const records = [];
  for (let at = 0; at < bytes.length; at += size) records.push(...framer.push(bytes.subarray(at, at + size)));
  records.push(...framer.end());
  expect(records.filter(({ fault }) => fault !== undefined)).toEqual([]);
  return records.map(({ text }) => text);
}

describeWithData('real web and authentication logs', 'events/weblogs', (folder) => {
  const logs = [['apache_access_10k.log.gz', 'access-log', 10_000], ['auth.log.gz', 'syslog', 3_500]] as const;

  it.each(logs)('every line of %s is recognised as %s', (name, expected, count) => {
    const texts = framed(unzipped(path.join(folder, name)));
    const formats = new Map<string, number>();
    for (const text of texts) {
      const format = readStructured(text)?.format ?? 'unrecognised';
      formats.set(format, (formats.get(format) ?? 0) + 1);
    }
    console.table({ [name]: Object.fromEntries(formats) });
    expect([...formats]).toEqual([[expected, count]]);
  });

  it('every access has an address, a time, a status and a request', () => {
    const texts = framed(unzipped(path.join(folder, logs[0][0])));
    const records = texts.map((text) => readText(text).fields);
    expect(records.every((fields) => typeof fields['c-ip'] === 'string' && typeof fields['timestamp'] === 'string' && typeof fields['sc-status'] === 'number')).toBe(true);
    expect(records.filter((fields) => fields['cs-method'] === '-')).toEqual([]);
    const bytes = texts.reduce((sum, text) => sum + Number(/" \d{3} (\d+)/.exec(text)?.[1] ?? 0), 0);
    expect(records.reduce((sum, fields) => sum + Number(fields['sc-bytes'] ?? 0), 0)).toBe(bytes);
  });

  it('sshd says the same logins that its lines do', () => {
    const texts = framed(unzipped(path.join(folder, logs[1][0])));
    const records = texts.map((text) => readText(text, { receivedAt: Date.UTC(2017, 5, 1) }).fields);
    const saying = (pattern: RegExp): number => texts.filter((text) => pattern.test(text)).length;
    const read = (action: string, outcome: string): number => records.filter((fields) => fields['action'] === action && fields['outcome'] === outcome && fields['user'] !== undefined && fields['src_ip'] !== undefined).length;
    const logins = { accepted: [saying(/sshd\[\d+\]: Accepted /), read('login', 'success')], failed: [saying(/sshd\[\d+\]: (message repeated \d+ times: \[ )?Failed /), read('login', 'failure')] };
    console.table(logins);
    for (const [said, got] of Object.values(logins)) expect(got).toBe(said);
    expect(records.filter((fields) => !String(fields['timestamp']).startsWith('2017-0'))).toEqual([]);
  });
});

const escapedTsv = (text: string): string => text.replaceAll('\\', '\\\\').replace(/[\t\n\r,]/g, (found) => `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`);
const isTime = (text: unknown): text is string => typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text);
/** Zeek's TSV has seconds; its six decimals are exact in a double. */
const seconds = (iso: string): number => Number(`${Date.parse(`${iso.slice(0, 19)}Z`) / 1000}.${iso.slice(20, 26)}`);

function typeOf(values: readonly unknown[]): string {
  const [value] = values;
  if (Array.isArray(value)) return `vector[${typeOf(values.flat())}]`;
  if (values.every(isTime)) return 'time';
  if (typeof value === 'number') return values.every(Number.isInteger) ? 'count' : 'double';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

function cell(value: unknown): string {
  if (value === undefined) return '-';
  if (Array.isArray(value)) return value.length === 0 ? '(empty)' : value.map(cell).join(',');
  if (isTime(value)) return seconds(value).toFixed(6);
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (value === '') return '(empty)';
  return value === '-' ? '\\x2d' : escapedTsv(String(value));
}

describeWithData('Zeek logs written as TSV', 'events/zeek-json', (folder) => {
  it.each(['dce_rpc', 'dns', 'ftp', 'kerberos', 'known_services', 'notice', 'ntlm', 'rdp', 'smb_mapping', 'software', 'ssh'])('%s reads back equal', (name) => {
    const rows = objects(path.join(folder, `${name}.json.gz`)).slice(0, 8_000);
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((column) => column !== '_path');
    const types = columns.map((column) => typeOf(rows.flatMap((row) => (row[column] === undefined ? [] : [row[column]]))));
    const head = ['#separator \\x09', '#set_separator\t,', '#empty_field\t(empty)', '#unset_field\t-', `#path\t${name}`, ['#fields', ...columns].join('\t'), ['#types', ...types].join('\t')];
    const file = [...head, ...rows.map((row) => columns.map((column) => cell(row[column])).join('\t')), '#close\t2018'].join('\n');
    // Zeek writes `(empty)` for a list without items and for one with an empty text alike.
    const plain = (value: unknown): unknown => (Array.isArray(value) ? value.filter((item) => value.length > 1 || item !== '').map(plain) : isTime(value) ? seconds(value) : value);
    const expected = rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)])));
    expect(framed(Buffer.from(file)).map((text) => JSON.parse(text))).toEqual(expected);
  });
});

interface CrsCase {
  readonly id: string;
  readonly request: { readonly method?: string; readonly uri?: string; readonly version?: string; readonly headers?: Readonly<Record<string, string>> };
}

/** As Apache's mod_log_config escapes what a client sent. */
const apache = (text: string): string => text.replace(/["\\]/g, '\\$&').replace(/[\u0000-\u001f\u007f]/g, (found) => `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`);
const nginx = (text: string): string => text.replace(/["\\\u0000-\u001f\u007f]/g, (found) => `\\x${found.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);

describeWithData('attacks by HTTP as access log lines', 'events/http-attacks-crs.ndjson.gz', (file) => {
  it.each([['Apache', apache], ['nginx', nginx]])('%s: the target comes back unchanged', (_, escape) => {
    const cases = objects(file) as unknown as CrsCase[];
    const tally = { requests: 0, unchanged: 0, 'kept as a malformed line': 0 };
    for (const { request } of cases) {
      if (request.uri === undefined) continue;
      tally.requests++;
      const [method, version] = [request.method ?? 'GET', request.version ?? 'HTTP/1.1'];
      const [referer, agent] = [request.headers?.['Referer'] ?? '-', request.headers?.['User-Agent'] ?? '-'];
      const line = `203.0.113.7 - - [02/Jan/2026:03:04:05 +0000] "${escape(`${method} ${request.uri} ${version}`)}" 200 5 "${escape(referer)}" "${escape(agent)}"`;
      const [text, ...more] = framed(Buffer.from(line));
      const { format, fields } = readText(text ?? '');
      expect([format, more.length, fields['sc-status'], fields['cs-referer'], fields['cs-user-agent']]).toEqual(['access-log', 0, 200, referer, agent]);
      if (fields['cs-uri'] !== undefined) {
        tally['kept as a malformed line']++;
        expect(fields['cs-uri']).toBe(`${method} ${request.uri} ${version}`);
        continue;
      }
      const query = fields['cs-uri-query'];
      const [asked, target] = Array.isArray(query) ? query : [undefined, query];
      expect(target).toBe(request.uri);
      expect(asked === undefined ? fields['cs-uri-stem'] : `${String(fields['cs-uri-stem'])}?${String(asked)}`).toBe(request.uri);
      tally.unchanged++;
    }
    console.table(tally);
    expect(tally.unchanged + tally['kept as a malformed line']).toBe(tally.requests);
    expect(tally['kept as a malformed line']).toBeLessThan(10);
  });
});

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);
const xml = (text: unknown): string => String(text).replace(/[<>&'"\r]/g, (found) => `&#${found.charCodeAt(0)};`);

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  if (!isPlain(value)) return `<${name}>${value === null ? '' : xml(value)}</${name}>`;
  const attributes = isPlain(value['#attributes']) ? Object.entries(value['#attributes']).map(([key, inner]) => ` ${key}='${xml(inner)}'`).join('') : '';
  const inner = Object.entries(value).filter(([key]) => !key.startsWith('#')).map(([key, child]) => element(key, child));
  return `<${name}${attributes}>${value['#text'] === undefined ? '' : xml(value['#text'])}${inner.join('\n')}</${name}>`;
}

describeWithData('Windows events written as XML', 'sigma/regression.ndjson.gz', (file) => {
  it("SigmaHQ's regression events read back as they were published", () => {
    const events = objects(file).flatMap((entry) => entry['raw_events'] as { readonly Event: Plain }[]);
    const document = ['<?xml version="1.0" encoding="utf-8"?>', '<Events>'];
    for (const { Event } of events) {
      const data = isPlain(Event['EventData']) ? Object.entries(Event['EventData']).filter(([name]) => !name.startsWith('#')) : [];
      const isUnnamed = (name: string, value: unknown): boolean => name === 'Data' && (isPlain(value) || Array.isArray(value));
      const written = data.map(([name, value]) => (isUnnamed(name, value) ? [isPlain(value) ? value['#text'] : value].flat().map((item) => `<Data>${xml(item)}</Data>`).join('') : `<Data Name='${xml(name)}'>${value === null ? '' : xml(value)}</Data>`));
      document.push(`<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>${element('System', Event['System'])}<EventData>\n${written.join('\n')}</EventData>${Event['UserData'] ? element('UserData', Event['UserData']) : ''}</Event>`);
    }
    document.push('</Events>');
    const texts = framed(Buffer.from(document.join('\n')));
    expect(texts).toHaveLength(events.length);
    const asText = (value: unknown): unknown => (value === null ? '' : isPlain(value) || Array.isArray(value) ? value : String(value));
    let compared = 0;
    events.forEach(({ Event }, index) => {
      const { format, fields } = readText(texts[index] ?? '');
      expect(format).toBe('windows-xml');
      const read = fields['Event'] as Plain;
      const system = read['System'] as Plain;
      for (const name of ['Channel', 'Computer', 'EventRecordID', 'Level', 'Keywords'] as const) expect(system[name]).toEqual((Event['System'] as Plain)[name]);
      if (!isPlain(Event['EventData'])) return;
      for (const [name, value] of Object.entries(Event['EventData'])) {
        if (name.startsWith('#')) continue;
        compared++;
        if (!isPlain(value)) expect([name, (read['EventData'] as Plain)[name]]).toEqual([name, asText(value)]);
      }
    });
    expect(compared).toBeGreaterThan(1_000);
  });
});
