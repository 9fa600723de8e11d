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

export const options = { events: { type: 'string', default: '1000000' }, expansion: { type: 'string', default: 'text' }, budget: { type: 'string', default: '10' } };
export const help = '--events N (1000000)   --expansion text|jsonb (text)   --budget seconds after which a question is not asked again (10)';

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
      const { rows } = await admin.query(sql(day ? `day = '${day}'` : 'true'));
      return { matches: Number(rows[0].n) };
    },
  };
}

/** Both sides take turns, the one that begins changing from round to round. */
async function measure(ask, question, range, budget) {
  const runs = { lake: [], sql: [] };
  const spent = () => [...runs.lake, ...runs.sql].reduce((sum, run) => sum + run.seconds, 0);
  for (let round = 0; round < ROUNDS && (round === 0 || spent() < budget); round++) {
    for (const side of round % 2 ? ['sql', 'lake'] : ['lake', 'sql']) runs[side].push(await timed(() => ask[side](question, range)));
  }
  const figures = (side) => ({ ...runs[side][0].answer, seconds: median(runs[side].map((run) => run.seconds)), cpu: median(runs[side].map((run) => run.cpu)), all: runs[side].map((run) => run.seconds) });
  const [lake, sql] = [figures('lake'), figures('sql')];
  const wrong = question.equal ? lake.matches !== sql.matches : lake.matches > sql.matches;
  return { name: question.name, range: range.name, rounds: runs.lake.length, lake, sql, ratio: lake.seconds / sql.seconds, cpuRatio: lake.cpu / sql.cpu, equal: question.equal, wrong };
}

function print(count, mean, version, type, results, disk) {
  const row = ({ name, range, rounds, lake, sql, ratio, cpuRatio, equal, wrong }) => [
    `${name}, ${range}${rounds < ROUNDS ? ` (${rounds} of ${ROUNDS} runs)` : ''}`, seconds(lake.seconds), seconds(sql.seconds), ratio.toFixed(3), Number.isFinite(cpuRatio) ? cpuRatio.toFixed(2) : '–', grouped(lake.candidates), grouped(lake.matches), `${equal ? '' : '≥ '}${grouped(sql.matches)}${wrong ? ' WRONG' : ''}`,
  ];
  printTable(
    `hunts: ${grouped(count)} events of ${Math.round(mean)} B over 5 days beside plain SQL (Postgres ${version}, one ${type} row an event), median of ${ROUNDS} runs that take turns`,
    ['what', 'lake', 'SQL', 'lake ÷ SQL', 'of their CPU', 'candidates', 'matches', 'of SQL'],
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
  const told = async (what, work) => {
    const { answer, seconds: took, cpu } = await timed(work);
    console.error(`  ${what}: ${took.toFixed(0)} s, ${cpu.toFixed(0)} s of CPU`);
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
    const asked = questions(folder);
    // Once over everything before anything is timed: files come into the lake's cache, rows into that of the system.
    await told('first look', () => measure(ask, asked[0], all, 0));
    for (const question of asked) for (const range of [day, all]) results.push(await told(`${question.name}, ${range.name}`, () => measure(ask, question, range, Number(values.budget))));
    const disk = await diskBytes(stage, bytesBelow);
    print(count, bytes / count, stage.version, type, results, disk);
    writeJson(root, 'hunts', { events: count, bytes, type, results, disk });
    if (results.some(({ wrong }) => wrong)) {
      console.error('bench: the lake and SQL do not agree');
      process.exitCode = 1;
    }
  } finally {
    await stage.close();
  }
}
