import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bootStack } from '../start/stack.mjs';
import { connections } from './http.mjs';
import { once, onInterrupt } from './interrupt.mjs';
import { alertIdOf, deliveries, quiet } from './pipeline/edges.mjs';
import { openEstate } from './pipeline/estate.mjs';
import { BATCH, batchFor, bodiesOf, drained, fullLoad, halfLoad, MUTED, send } from './pipeline/load.mjs';
import { neighbourRuns } from './pipeline/neighbour.mjs';
import { foreignIds, listPages } from './reads.mjs';
import { median, percentile, printTable, writeJson } from './report.mjs';
import { writeRuleFolder } from './rule-folder.mjs';
import { dataFolder, eventTexts, ruleDocuments } from './shared-data.mjs';

const TEXTS = 10_000;
const SOCKETS = 100;
const FAN_OUT_SOCKETS = 1_000;
const FAN_OUT_ALERTS = 100;
/** Where posts are small, four at once would measure the network and not the machine. */
const POSTS_AT_ONCE = { large: 4, small: 16 };
/** Copying into the lake comes minutes after the load in an installation; `bench hunts` says what it costs. */
const NO_COMPACTION = String(12 * 3_600_000);

export const options = {
  detections: { type: 'string', default: '1' },
  tenants: { type: 'string' },
  neighbour: { type: 'boolean', default: false },
  rate: { type: 'string', default: '50' },
};
export const help = '--detections N (1)   --tenants N (1; 20 with a neighbour)   --neighbour   --rate events a second of each of the others (50)';

const ms = (value) => (Number.isFinite(value) ? `${value.toFixed(1)} ms` : '–');
const both = (list, high = 0.99) => `${ms(percentile(list, 0.5))} / ${ms(percentile(list, high))}`;
const percent = (share) => `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)} %`;

function parseCost(texts) {
  const runs = [];
  for (let run = 0; run < 5; run++) {
    const before = process.cpuUsage();
    for (const text of texts) JSON.parse(text);
    const spent = process.cpuUsage(before);
    runs.push((spent.user + spent.system) / texts.length);
  }
  return median(runs);
}

/** What was sent beside what is accounted for, after every load; a fault is told at once and makes the bench fail. */
function ledgerCheck(estate) {
  const checks = [];
  return {
    after: async (load) => {
      const { faults, ...sums } = await estate.ledgers();
      checks.push({ load, ...sums, faults });
      for (const fault of faults.slice(0, 10)) console.error(`bench: ledger after ${load}: ${fault}`);
      if (faults.length > 0) process.exitCode = 1;
    },
    checks,
    row: () => {
      const { sent, refused, dropped, evaluated, failed, waiting, busy } = checks[checks.length - 1];
      const faults = checks.reduce((sum, check) => sum + check.faults.length, 0);
      const said = `${sent} sent = ${refused} refused + ${dropped} dropped + ${evaluated} evaluated + ${failed} failed + ${waiting} waiting${busy > 0 ? `; ${busy} posts were told to come back` : ''}`;
      return [`ledger of ${estate.tenants.length} tenants after each of ${checks.length} loads`, faults === 0 ? said : `${faults} FAULTS; ${said}`, 'to the last event'];
    },
  };
}

/** A source that the tenant has muted gets a post too: what is dropped by policy is accounted for. */
async function muteOne(stack, estate, body) {
  const [tenant] = estate.tenants;
  await send(stack, tenant, body, MUTED);
  await estate.mute(tenant, MUTED);
  stack.muted = true;
  await send(stack, tenant, body, MUTED);
}

async function measureLoads(stack, estate, ledger, texts, parse) {
  const bodies = bodiesOf(texts, batchFor(estate.tenants.length));
  const tenants = [...estate.tenants];
  const small = bodies[0].events < BATCH;
  await muteOne(stack, estate, bodies[0]);
  const full = async () => {
    const load = await fullLoad(stack, tenants, bodies, small ? POSTS_AT_ONCE.small : POSTS_AT_ONCE.large);
    await ledger.after('full load');
    return load;
  };
  await full();
  const load = await full();
  const half = await halfLoad(stack, tenants, bodies, load.rate, SOCKETS);
  await ledger.after('half load');
  const rows = [
    ['end to end, stored and alerting', `${Math.round(load.rate)} events/s`, '20,000 events/s'],
    ['CPU over all processes', `${load.cpu.toFixed(1)} µs/event (${(load.cpu / parse).toFixed(1)}× JSON.parse of the same, ${parse.toFixed(2)} µs)`, ''],
    ['   gateway / detection / Postgres and Redis', `${load.parts.gateway.toFixed(1)} / ${load.parts.detection.toFixed(1)} / ${load.parts.servers.toFixed(1)} µs/event`, ''],
    [`acknowledgement at full load, posts of ${bodies[0].events}, p50 / p99`, both(load.acknowledgements), ''],
    ['acknowledgement at half load, p50 / p99', both(half.acknowledgements), 'p99 50 ms'],
    [`event → subscriber at half load, ${SOCKETS} sockets, p50 / p99`, both(half.delays), '60 / 250 ms'],
    ['   heard of expected', `${half.heard} of ${half.expected}`, 'all'],
  ];
  return { rows, figures: { batch: bodies[0].events, load, half } };
}

/** What one tenant's page and one gateway's sockets see; the number of tenants does not change it. */
async function measureEdges(stack, estate, ledger) {
  const [tenant] = estate.tenants;
  const alone = await quiet(stack, tenant);
  const fanOut = await deliveries(stack, tenant, FAN_OUT_SOCKETS, FAN_OUT_ALERTS);
  const pages = await listPages(stack.url, tenant.key, { perSecond: 300, seconds: 10 });
  const foreign = await alertIdOf(stack, await estate.add('globex'));
  const isolation = await foreignIds(stack.url, tenant.key, [foreign, randomBytes(25).toString('base64url')]);
  await drained(stack);
  await ledger.after('edges');
  const rows = [
    [`deliveries/s of one gateway, ${FAN_OUT_SOCKETS} sockets`, `${Math.round(fanOut.rate)}`, '20,000'],
    ['list page of 50 at 300 requests/s, p50 / p99', `${ms(pages.p50)} / ${ms(pages.p99)}`, 'p99 50 ms'],
    ["another tenant's id ÷ unknown id, medians", `${isolation.ratio.toFixed(3)}`, '0.95 to 1.05'],
    ['one event alone → open page, p50 / p99', both(alone), ''],
  ];
  return { rows, figures: { alone, fanOut, pages, isolation } };
}

async function measureNeighbour(stack, estate, ledger, texts, rate) {
  const tenants = [...estate.tenants];
  // Connections of its own, as another sender has: what waits there must not stand before the others' posts here.
  const neighbour = Object.assign(await estate.add('neighbour'), { agent: connections(16) });
  const [small, large] = [bodiesOf(texts, Math.max(1, Math.round(rate / 2) - 1)), bodiesOf(texts, BATCH)];
  await fullLoad(stack, [...tenants, neighbour], large, POSTS_AT_ONCE.large);
  const runs = await neighbourRuns(stack, { quiet: tenants, neighbour, rate, small, large, settled: () => ledger.after('a run') });
  const rows = [
    ...runs.pairs.map(({ without, withIt, change }, pair) => [`pair ${pair + 1}: p95 of event → alert, heard`, `${ms(without.p95)}, ${without.heard} of ${without.expected}`, `${ms(withIt.p95)}, ${withIt.heard} of ${withIt.expected}`, percent(change), '']),
    ['posts of theirs told to come back', ...['without', 'withIt'].map((side) => runs.pairs.reduce((sum, pair) => sum + pair[side].busy, 0)), '', ''],
    ['median of the runs: p50', ms(runs.p50.without), ms(runs.p50.withIt), percent(runs.p50.withIt / runs.p50.without - 1), ''],
    ['median of the runs: p95', ms(runs.p95.without), ms(runs.p95.withIt), percent(runs.change), '≤ 20 %'],
  ];
  return { rows, runs };
}

export async function run({ root, values }) {
  const detections = Number(values.detections);
  const count = Number(values.tenants ?? (values.neighbour ? 20 : 1));
  const rate = Number(values.rate);
  if (![detections, count, rate].every((each) => Number.isInteger(each) && each > 0)) throw new Error('bench: --detections, --tenants and --rate are numbers from 1 on');
  const folder = dataFolder(root);
  const texts = eventTexts(folder, 'mixed', TEXTS);
  const documents = ruleDocuments(folder);
  const home = mkdtempSync(path.join(tmpdir(), 'vedette-bench-'));
  const interrupt = new AbortController();
  let booting;
  let estate;
  const close = once(async () => {
    interrupt.abort(new Error('interrupted'));
    const stack = await booting?.catch(() => undefined);
    await estate?.close();
    await stack?.stop();
    rmSync(home, { recursive: true, force: true });
  });
  const settle = onInterrupt(close);
  try {
    booting = bootStack({
      signal: interrupt.signal,
      home: path.join(home, 'home'),
      temporary: true,
      build: false,
      demo: false,
      detections,
      extra: {
        gateway: { SOCKETS_PER_PRINCIPAL: String(2 * FAN_OUT_SOCKETS), INGEST_EVENTS_PER_MINUTE: '1000000000', GRAPHQL_KEY_COST_PER_MINUTE: '1000000000', GRAPHQL_TENANT_COST_PER_MINUTE: '1000000000' },
        detection: { RULE_PACKS: `starter,correlations,sigmahq=${writeRuleFolder(path.join(home, 'sigmahq'), documents)}`, COMPACT_AFTER_MS: NO_COMPACTION },
      },
    });
    const stack = await booting;
    Object.assign(stack, { posted: 0, muted: false });
    estate = await openEstate(stack, count);
    const ledger = ledgerCheck(estate);
    const title = `pipeline: 1 gateway, ${detections} detection worker(s), starter packs and ${documents.length} SigmaHQ rules, ${count} tenant(s)`;
    const name = ['pipeline', detections > 1 && `d${detections}`, count > 1 && `t${count}`, values.neighbour && 'neighbour'].filter(Boolean).join('-');
    if (values.neighbour) {
      const { rows, runs } = await measureNeighbour(stack, estate, ledger, texts, rate);
      printTable(`${title} of ${rate} events/s each, without and with one of ${rate * 100}`, ['what the others see', 'without', 'with', 'change', 'bar'], rows);
      printTable('accounts', ['what', 'measured', 'bar'], [ledger.row()]);
      writeJson(root, name, { rate, ...runs, ledger: ledger.checks });
      return;
    }
    const parse = parseCost(texts);
    const loads = await measureLoads(stack, estate, ledger, texts, parse);
    const edges = count === 1 ? await measureEdges(stack, estate, ledger) : { rows: [], figures: {} };
    printTable(title, ['what', 'measured', 'first landing'], [...loads.rows, ...edges.rows, ledger.row()]);
    writeJson(root, name, { detections, tenants: count, parse, ...loads.figures, ...edges.figures, ledger: ledger.checks });
  } finally {
    await close();
    settle();
  }
}
