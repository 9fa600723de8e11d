import { eventTexts, ndjsonLines } from '../shared-data.mjs';
import { pieces, seeded, skewed, vocabulary } from './random.mjs';
import { slots, templateOf } from './templates.mjs';

/** Words and digits that are in few events and in no recording. */
export const rare = { every: 50_000, host: 'kestrelhawk-07', digits: '918273645' };
/** Of ten events: small ones of Windows as single log files hold them, whole recordings of hosts, a cloud account. */
const mix = ['evtx', 'evtx', 'mordor', 'evtx', 'cloud', 'evtx', 'evtx', 'mordor', 'evtx', 'evtx'];
const pools = { evtx: 6_000, mordor: 2_500, cloud: 1_500 };

function templates(folder) {
  const spread = (list, count) => Array.from({ length: Math.min(count, list.length) }, (_, at) => list[Math.floor((at * list.length) / Math.min(count, list.length))]);
  const wrapped = (file, count) => spread(ndjsonLines(folder, file), count).map((line) => JSON.parse(line).event);
  return {
    evtx: wrapped('sigma/evtx-events.ndjson.gz', pools.evtx).map(templateOf),
    mordor: eventTexts(folder, 'mordor', pools.mordor).map((text) => templateOf(JSON.parse(text))),
    cloud: wrapped('events/cloudtrail.ndjson.gz', pools.cloud).map(templateOf),
  };
}

/** A maker of event number `index` that happened at `at` (ms): a real one with the names, ids, addresses and times of another. */
export function variedEvents(folder) {
  const random = seeded(20_261_121);
  const hex = pieces(random, '0123456789abcdef');
  // No zero: a number must not begin with one.
  const digits = pieces(random, '123456789');
  const [hosts, users, words] = [2_000, 5_000, 50_000].map((count) => vocabulary(random, count));
  const kinds = templates(folder);
  const plantable = kinds.evtx.filter((parts) => parts.includes(slots.host) && parts.includes(slots.digits));
  let host = '';
  let user = '';
  let iso = '';
  let planted = false;
  const fill = {
    [slots.host]: () => host,
    [slots.user]: () => user,
    [slots.isoTime]: () => iso,
    [slots.plainTime]: () => `${iso.slice(0, 10)} ${iso.slice(11, 23)}`,
    [slots.guid]: () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
    [slots.hex]: hex,
    [slots.digits]: (count) => (planted ? rare.digits : digits(count)),
    [slots.address]: () => `10.${Math.floor(random() * 8)}.${Math.floor(random() * 256)}.${1 + Math.floor(random() * 254)}`,
    [slots.word]: () => `${skewed(random, words)}${digits(2)}`,
  };
  return (index, at) => {
    planted = index % rare.every === rare.every - 1;
    const pool = planted ? plantable : kinds[mix[index % mix.length]];
    const parts = pool[Math.floor(random() * pool.length)];
    host = planted ? rare.host : `${skewed(random, hosts)}.acme.example`;
    user = skewed(random, users);
    iso = new Date(at).toISOString();
    let text = parts[0];
    for (let place = 1; place < parts.length; place += 3) text += fill[parts[place]](parts[place + 1]) + parts[place + 2];
    return text;
  };
}
