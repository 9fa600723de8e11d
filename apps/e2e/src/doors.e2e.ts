import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Client } from '@elastic/elasticsearch';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { describeWithData, freePort } from '@vedette/testing';
import { Logger } from 'splunk-logging';
import { ask, until } from './customer';
import { demoKey } from './demo-key';
import { startStack, type Stack } from './stack';

const alertsQuery = `query Alerts($after: String) { alerts(first: 100, after: $after) { edges { node { source rule { id title pack } entity { value } } } pageInfo { hasNextPage endCursor } } }`;
interface AlertsPage {
  alerts: { edges: { node: { source: string; rule: { id: string; title: string; pack: string }; entity: { value: string } } }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}
const lines = (file: string): string[] => gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');

async function dial(port: number): Promise<Socket> {
  for (let attempt = 0; ; attempt++) {
    const socket = connect(port, '127.0.0.1');
    const up = await new Promise<boolean>((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)));
    if (up) return socket;
    if (attempt > 50) throw new Error('rsyslog does not listen');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** rsyslog where there is one, else util-linux's logger; both speak RFC 5424 over TCP. */
const rsyslogd = [process.env['VEDETTE_RSYSLOGD'] ?? '', ...(process.env['PATH'] ?? '').split(':').map((folder) => path.join(folder, 'rsyslogd')), '/usr/sbin/rsyslogd'].find(
  (file) => file !== '' && existsSync(file),
);

describeWithData('real events through the doors of other products', 'events/cloudtrail.ndjson.gz', (file) => {
  let stack: Stack;
  let key: string;
  let syslogPort: number;
  const folder = mkdtempSync(path.join(tmpdir(), 'vedette-doors-'));
  const data = path.dirname(path.dirname(file));
  /** Real CloudTrail of simulated attacks; five of these stop a trail. */
  const cloudtrail = lines(file).map((line) => (JSON.parse(line) as { event: Record<string, unknown> }).event);
  const stopping = cloudtrail.filter(({ eventName }) => eventName === 'StopLogging' || eventName === 'DeleteTrail');
  const attached = cloudtrail.filter(({ eventName }) => /^(Attach|Put)(User|Role|Group)Policy$/.test(String(eventName)));
  const windows = lines(path.join(data, 'sigma/evtx-events.ndjson.gz')).map((line) => (JSON.parse(line) as { event: Record<string, unknown> }).event);
  const cleared = windows.filter(({ Channel, EventID }) => Channel === 'Security' && String(EventID) === '1102');

  beforeAll(async () => {
    syslogPort = await freePort();
    stack = await startStack({ variables: { SYSLOG_PORT: String(syslogPort) } });
    key = await demoKey(stack.url, stack.demo);
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  async function alertFrom(source: string, title: RegExp): Promise<void> {
    let seen: string[] = [];
    await until(`an alert ${title} from ${source}; there were ${seen.join(', ')}`, async () => {
      const found: AlertsPage['alerts']['edges'] = [];
      for (let after: string | null = null, more = true; more; ) {
        const { alerts }: AlertsPage = await ask<AlertsPage>(stack.url, key, alertsQuery, { after });
        found.push(...alerts.edges);
        [after, more] = [alerts.pageInfo.endCursor, alerts.pageInfo.hasNextPage];
      }
      seen = found.map(({ node }) => `${node.source}: ${node.rule.title}`);
      return found.some(({ node }) => node.source === source && title.test(node.rule.title));
    }, 30_000);
  }

  it("come by Splunk's client", async () => {
    const client = new Logger({ token: key, url: `${stack.url}/services/collector/event`, maxBatchCount: stopping.length + 1 });
    client.eventFormatter = (message: unknown) => message;
    for (const event of stopping) client.send({ message: event, metadata: { source: 'hec-trail' } });
    await new Promise<void>((resolve, reject) => client.flush((error: unknown) => (error ? reject(error) : resolve())));
    await alertFrom('hec-trail', /CloudTrail/i);
  }, 60_000);

  it("come by Elasticsearch's client", async () => {
    const client = new Client({ node: `${stack.url}/elastic`, auth: { apiKey: key } });
    const answer = await client.helpers.bulk({ datasource: attached, onDocument: () => ({ create: { _index: 'bulk-trail' } }) });
    expect(answer).toMatchObject({ total: attached.length, failed: 0 });
    await client.close();
    await alertFrom('bulk-trail', /admin/i);
  }, 60_000);

  it('come by OpenTelemetry', async () => {
    const exporter = new OTLPLogExporter({ url: `${stack.url}/v1/logs`, headers: { authorization: `Bearer ${key}` } });
    const outcomes: ExportResult[] = [];
    const send = exporter.export.bind(exporter);
    exporter.export = (records, done) => send(records, (result) => done((outcomes.push(result), result)));
    const provider = new LoggerProvider({ resource: resourceFromAttributes({ 'service.name': 'otlp-windows' }), processors: [new BatchLogRecordProcessor({ exporter })] });
    expect(cleared.length).toBeGreaterThan(0);
    for (const event of cleared.slice(0, 3)) provider.getLogger('e2e').emit({ body: JSON.stringify(event) });
    await provider.shutdown();
    expect(outcomes).toEqual([{ code: ExportResultCode.SUCCESS }]);
    await alertFrom('otlp-windows', /log.*cleared|cleared.*log/i);
  }, 60_000);

  it('come by syslog: a real brute force becomes one alert of a correlation', async () => {
    const wanted = lines(path.join(data, 'events/weblogs/auth.log.gz')).filter((line) => line.includes('91.197.232.109'));
    expect(wanted.length).toBeGreaterThan(20);
    if (rsyslogd) await byRsyslog(wanted);
    else byLogger(wanted);
    console.log(`syslog was sent by ${rsyslogd ?? 'logger of util-linux'}`);
    await alertFrom('correlation', /Many failed SSH logons/);
  }, 60_000);

  it('come as a file', async () => {
    const body = gzipSync(windows.slice(0, 5_000).concat(cleared).map((event) => JSON.stringify(event)).join('\n'));
    const answer = await fetch(`${stack.url}/v1/uploads?source=upload-windows`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: new Uint8Array(body) });
    const progress = (await answer.text()).trim().split('\n').map((line) => JSON.parse(line) as { done?: boolean; events: number });
    expect(progress.length).toBeGreaterThan(2);
    expect(progress.at(-1)).toMatchObject({ done: true, events: 5_000 + cleared.length });
    await alertFrom('upload-windows', /log.*cleared|cleared.*log/i);
  }, 60_000);

  /** As an administrator would: rsyslog takes the messages of machines and forwards them. */
  async function byRsyslog(wanted: readonly string[]): Promise<void> {
    const port = await freePort();
    const config = path.join(folder, 'rsyslog.conf');
    writeFileSync(config, [
      `global(workDirectory="${folder}")`,
      'module(load="imtcp")',
      `template(name="vedette" type="string" string="<%PRI%>1 %timereported:::date-rfc3339% %hostname% %app-name% %procid% - [vedette@32473 key=\\"${key}\\" source=\\"auth\\"]%msg%")`,
      `input(type="imtcp" address="127.0.0.1" port="${port}" ruleset="out")`,
      `ruleset(name="out") { action(type="omfwd" target="127.0.0.1" port="${syslogPort}" protocol="tcp" TCP_Framing="octet-counted" template="vedette") }`,
    ].join('\n'));
    const child = spawn(rsyslogd ?? '', ['-n', '-f', config, '-i', path.join(folder, 'rsyslog.pid')], { stdio: 'ignore' });
    const socket = await dial(port);
    // A machine's own syslog writes them so.
    socket.end(wanted.map((line) => `<86>${line}\n`).join(''));
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }

  function byLogger(wanted: readonly string[]): void {
    const input = wanted.join('\n');
    execFileSync('logger', ['--server', '127.0.0.1', '--port', String(syslogPort), '--tcp', '--octet-count', '--rfc5424', '--sd-id', 'vedette@32473', '--sd-param', `key="${key}"`, '--sd-param', 'source="auth"', '--tag', 'sshd', '-p', 'auth.info'], { input });
  }
});
