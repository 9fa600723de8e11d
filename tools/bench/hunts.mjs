import { createRequire } from 'node:module';
import { cpuMicroseconds } from './cpu.mjs';
import { daysFrom, diskBytes, fillExpansion, fillLake, fillSegments } from './hunts/fill.mjs';
import { questions } from './hunts/questions.mjs';
import { bytesBelow, openStage } from './hunts/stage.mjs';
import { variedEvents } from './hunts/varied-events.mjs';
import { median, printTable, writeJson } from './report.mjs';
import { dataFolder } from './shared-data.mjs';

const require = createRequire(import.meta.url);
const ROUNDS = 3;

export const options = { events: { type: 'string', default: '1000000' }, expansion: { type: 'string', default: 'text' } };
export const help = '--events N (1000000)   --expansion text|jsonb (text)';

const megabytes = (bytes) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
const seconds = (value) => (value < 0.1 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(2)} s`);
const grouped = (count) => count.toLocaleString('en');

/** Wall time, and CPU of this process with the Postgres it started: the one of both that is asked does all the work. */
async function timed(work) {
  const cpu = cpuMicroseconds([process.pid]);
  const start = performance.now();
  const answer = await work();
  return { answer, seconds: (performance.now() - start) / 1000, cpu: (cpuMicroseconds([process.pid]) - cpu) / 1e6 };
}

function askers({ database, lake, admin, actor }) {
  const { Hunts, HuntRuns } = require('@vedette/detection');
  const { dateFrom } = require('@vedette/kernel');
  const hunts = new Hunts({ database });
  const runs = new HuntRuns({ database, lake });
  return {
    /** As the page does: started, run by the worker, read again. */
    async lake({ yaml }, { start, end }) {
      const { id } = await hunts.start(actor, { kind: 'hunt', yaml, from: dateFrom(start), to: dateFrom(end - 1) });
      await runs.run({ tenantId: actor.tenantId, principal: 'job:bench', outboxId: actor.tenantId, payload: { huntId: id } });
      const { state, problem, candidates, matches, eventsTotal } = await hunts.get(actor, id);
      if (state !== 'done' || problem) throw new Error(`bench: a hunt ended as ${state}: ${problem}`);
      return { candidates, matches, eventsTotal };
    },
    async sql({ sql }, { day }) {
      const where = day ? `day = '${day}' and ${sql}` : sql;
      const { rows } = await admin.query(`select count(*) as n from bench.events where ${where}`);
      return { matches: Number(rows[0].n) };
    },
  };
}

/** Both sides take turns, the one that begins changing from round to round; one round before them warms the caches of both. */
async function measure(ask, question, range) {
  const runs = { lake: [], sql: [] };
  for (let round = -1; round < ROUNDS; round++) {
    for (const side of round % 2 ? ['lake', 'sql'] : ['sql', 'lake']) {
      const run = await timed(() => ask[side](question, range));
      if (round >= 0) runs[side].push(run);
    }
  }
  const figures = (side) => ({ ...runs[side][0].answer, seconds: median(runs[side].map((run) => run.seconds)), cpu: median(runs[side].map((run) => run.cpu)), all: runs[side].map((run) => run.seconds) });
  const [lake, sql] = [figures('lake'), figures('sql')];
  const wrong = question.equal ? lake.matches !== sql.matches : lake.matches > sql.matches;
  return { name: question.name, range: range.name, lake, sql, ratio: lake.seconds / sql.seconds, cpuRatio: lake.cpu / sql.cpu, equal: question.equal, wrong };
}

function print(count, mean, version, type, results, disk) {
  const row = ({ name, range, lake, sql, ratio, cpuRatio, equal, wrong }) => [
    `${name}, ${range}`, seconds(lake.seconds), seconds(sql.seconds), ratio.toFixed(3), cpuRatio.toFixed(3), grouped(lake.candidates), grouped(lake.matches), `${equal ? '' : '≥ '}${grouped(sql.matches)}${wrong ? ' WRONG' : ''}`,
  ];
  printTable(
    `hunts: ${grouped(count)} events of ${Math.round(mean)} B over 5 days beside plain SQL (Postgres ${version}, one ${type} row an event), median of ${ROUNDS} runs that take turns`,
    ['what', 'lake', 'SQL', 'lake ÷ SQL', 'of CPU', 'candidates', 'matches', 'of SQL'],
    results.map(row),
  );
  printTable('bytes on disk', ['what', 'bytes', 'an event'], Object.entries(disk).map(([name, bytes]) => [name, megabytes(bytes), `${(bytes / count).toFixed(0)} B`]));
}

export async function run({ root, values }) {
  const count = Number(values.events);
  const type = values.expansion === 'jsonb' ? 'jsonb' : 'text';
  if (!Number.isInteger(count) || count < 1_000) throw new Error('bench: --events is a number from 1000 on');
  const folder = dataFolder(root);
  const make = variedEvents(folder);
  const stage = await openStage();
  // Ctrl-C in the middle of five million events must not leave them there.
  const interrupted = () => void stage.close().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const told = async (what, work) => {
    const { answer, seconds: took, cpu } = await timed(work);
    console.error(`  ${what}: ${took.toFixed(0)} s (${((cpu * 1e6) / count).toFixed(1)} µs of CPU an event)`);
    return answer;
  };
  try {
    const days = daysFrom(Date.now());
    const bytes = await told('segments', () => fillSegments(stage, days, count, make));
    const [kept] = await told('lake and expansion, at once', () => Promise.all([fillLake(stage, days), fillExpansion(stage, days, type)]));
    if (kept !== count) throw new Error(`bench: ${kept} of ${count} events are in the lake`);
    const ask = askers(stage);
    const day = { ...days[2], name: 'one tenant-day' };
    const all = { start: days[0].start, end: days[days.length - 1].end, name: 'all' };
    const results = [];
    for (const question of questions(folder)) for (const range of [day, all]) results.push(await told(`${question.name}, ${range.name}`, () => measure(ask, question, range)));
    const disk = await diskBytes(stage, bytesBelow);
    print(count, bytes / count, stage.version, type, results, disk);
    writeJson(root, 'hunts', { events: count, bytes, type, results, disk });
    if (results.some(({ wrong }) => wrong)) {
      console.error('bench: the lake and SQL do not agree');
      process.exitCode = 1;
    }
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await stage.close();
  }
}
