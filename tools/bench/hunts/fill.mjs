import { createRequire } from 'node:module';
import { brotliDecompress } from 'node:zlib';
import { promisify } from 'node:util';
import { SetClock } from './stage.mjs';

const require = createRequire(import.meta.url);
const unpack = promisify(brotliDecompress);
export const DAYS = 5;
const DAY = 86_400_000;
const POST = 2_000;
const POSTS_AT_ONCE = 4;

/** Partitions are made for today and a week ahead, so the days are today and the next four. */
export function daysFrom(now) {
  const today = now - (now % DAY);
  return Array.from({ length: DAYS }, (_, place) => ({ start: today + place * DAY, end: today + (place + 1) * DAY, day: new Date(today + place * DAY).toISOString().slice(0, 10) }));
}

/** Events evenly over the days, by the road of every event, and marked as evaluated with the times they have. */
export async function fillSegments({ database, admin, actor }, days, count, make) {
  const { Segments } = require('@vedette/detection');
  const clock = new SetClock();
  const segments = new Segments({ database, clock });
  let [index, bytes] = [0, 0];
  for (const [place, { start, day }] of days.entries()) {
    const last = Math.round((count * (place + 1)) / days.length);
    const first = index;
    const underWay = new Set();
    while (index < last) {
      const frames = [];
      while (frames.length < POST && index < last) {
        const at = start + Math.floor((DAY * (index - first)) / (last - first));
        const frame = Buffer.from(make(index++, at));
        bytes += frame.length;
        frames.push(frame);
        clock.at = Math.max(clock.at, at);
      }
      const sent = segments.ingest(actor, { source: 'estate', frames, rejected: [] }).finally(() => underWay.delete(sent));
      underWay.add(sent);
      if (underWay.size >= POSTS_AT_ONCE) await Promise.race(underWay);
    }
    await Promise.all(underWay);
    await admin.query(
      `update event_segments set state = 'evaluated', evaluated_at = received_at, first_event_at = received_at - interval '1 day', last_event_at = received_at where day = $1`,
      [day],
    );
  }
  await admin.query('truncate outbox');
  return bytes;
}

/** Every day into the lake, as the job of the queue does it. */
export async function fillLake({ database, lake, actor }, days) {
  const { Compaction } = require('@vedette/detection');
  const compaction = new Compaction({ database, lake });
  let events = 0;
  for (const { day } of days) events += (await compaction.compactDay({ tenantId: actor.tenantId, principal: 'job:bench', outboxId: actor.tenantId, payload: { day } })).events;
  return events;
}

/** What plain SQL asks: a row for each event of the same segments, a partition for each day, indexed by nothing but it. */
export async function fillExpansion({ admin }, days, type) {
  await admin.query(`create schema bench; create table bench.events (day date not null, segment_id uuid not null, idx int not null, event ${type} not null) partition by list (day)`);
  for (const [place, { day }] of days.entries()) {
    await admin.query(`create unlogged table bench.events_${place} partition of bench.events for values in ('${day}')`);
    const { rows } = await admin.query('select id from event_segments where day = $1 order by received_at, id', [day]);
    for (const { id } of rows) await expandSegment(admin, day, id, type);
    await admin.query(`vacuum (analyze) bench.events_${place}`);
  }
}

async function expandSegment(admin, day, id, type) {
  const { rows } = await admin.query('select body from event_segments where day = $1 and id = $2', [day, id]);
  const lines = (await unpack(rows[0].body)).toString('utf8').trimEnd();
  await admin.query(
    `insert into bench.events select $1::date, $2::uuid, place - 1, line::${type} from string_to_table($3, E'\\n') with ordinality as lines (line, place)`,
    [day, id, lines],
  );
}

export async function diskBytes({ admin, objects }, bytesBelow) {
  const size = async (table) => {
    const { rows } = await admin.query('select sum(pg_total_relation_size(relid)) as bytes from pg_partition_tree($1)', [table]);
    return Number(rows[0].bytes);
  };
  return { segments: await size('event_segments'), parquet: bytesBelow(objects, '.parquet') + bytesBelow(objects, '.large'), blocks: bytesBelow(objects, '.blocks'), expansion: await size('bench.events') };
}
