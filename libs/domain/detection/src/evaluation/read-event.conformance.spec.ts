import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describeWithData } from '@vedette/testing';
import { readEvent } from './read-event';

const linesOf = (file: string): string[] => gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
const asText = (line: string): string => JSON.stringify({ event: { original: line } });

interface HttpAttack {
  readonly request: { readonly method?: string; readonly uri?: string; readonly version?: string; readonly headers?: Readonly<Record<string, string>> };
}

/** As a web server would log it. */
function accessLog({ request: { method = 'GET', uri = '/', version = 'HTTP/1.1', headers = {} } }: HttpAttack): string {
  const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replace(/[\u0000-\u001f\u007f-\uffff]/g, (char) => `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0').slice(-2)}`)}"`;
  return `192.0.2.7 - - [20/Nov/2026:11:00:00 +0000] ${quoted(`${method} ${uri} ${version}`)} 200 12 "-" ${quoted(headers['User-Agent'] ?? '-')}`;
}

describeWithData('logs as they are sent', 'events/cloudtrail.ndjson.gz', (file) => {
  const folder = path.dirname(file);
  const json = (name: string, pick: (line: string) => string = (line) => line) => linesOf(path.join(folder, name)).map(pick);
  const sets: readonly (readonly [name: string, lines: () => string[], kind: RegExp])[] = [
    ['sshd auth.log (syslog)', () => json('weblogs/auth.log.gz', asText), /^linux\//],
    ['Apache access log', () => json('weblogs/apache_access_10k.log.gz', asText), /^web$/],
    ['CRS attack requests, logged', () => json('http-attacks-crs.ndjson.gz', (line) => asText(accessLog(JSON.parse(line)))), /^web$/],
    ['CloudTrail', () => json('cloudtrail.ndjson.gz', (line) => JSON.stringify(JSON.parse(line).event)), /^aws\/cloudtrail$/],
    ...readdirSync(path.join(folder, 'zeek-json')).map((name) => [`Zeek ${name.replace('.json.gz', '')}`, () => json(`zeek-json/${name}`), /^zeek\//] as const),
    ...readdirSync(path.join(folder, 'suricata-eve')).map((name) => [`Suricata EVE ${name.replace('.ndjson.gz', '')}`, () => json(`suricata-eve/${name}`), /^(network\/suricata|dns)$/] as const),
  ];

  it('are recognised line by line, and keep their own time', () => {
    const table = sets.map(([name, lines, wanted]) => {
      const all = lines();
      const kinds = new Map<string, number>();
      let timed = 0;
      for (const line of all) {
        const { kind = 'unknown', at } = readEvent(line, Date.UTC(2026, 10, 21));
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        if (at !== undefined) timed++;
      }
      const right = [...kinds].filter(([kind]) => wanted.test(kind)).reduce((sum, [, count]) => sum + count, 0);
      return { name, lines: all.length, right, timed, kinds: [...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ') };
    });
    console.log(table.map(({ name, lines, right, timed, kinds }) => `${String(right).padStart(6)} of ${String(lines).padStart(6)} recognised, ${String(timed).padStart(6)} timed  ${name}: ${kinds}`).join('\n'));
    for (const { name, lines, right, timed } of table) expect({ name, right, timed }).toEqual({ name, right: lines, timed: lines });
  });
});
