import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

export function dataFolder(root) {
  const folder = process.env.VEDETTE_DATA ?? path.join(root, '..', 'shared', 'data');
  if (!existsSync(folder)) {
    console.error(`bench: no data at ${folder}. Set VEDETTE_DATA to the folder that holds sigma/ and events/.`);
    process.exit(2);
  }
  return folder;
}

export function ndjsonLines(folder, file) {
  return gunzipSync(readFileSync(path.join(folder, file))).toString('utf8').split('\n').filter(Boolean);
}

/** Rule documents that a reference implementation accepts. */
export function ruleDocuments(folder) {
  return ndjsonLines(folder, 'sigma/rules.ndjson.gz')
    .map((line) => JSON.parse(line))
    .filter((rule) => rule.pysigma === 'ok')
    .map((rule) => ({ origin: rule.path, text: rule.yaml }));
}

/** So many of a list, evenly spread. */
function spread(list, count) {
  return list.length <= count ? list : Array.from({ length: count }, (_, at) => list[Math.floor((at * list.length) / count)]);
}

function recordings(folder) {
  return readdirSync(path.join(folder, 'events/mordor')).filter((name) => name.endsWith('.gz')).sort();
}

const streams = {
  /** Every kind of source, with three recordings whole. */
  mixed: (folder) => [
    ...['sigma/evtx-events.ndjson.gz', 'events/cloudtrail.ndjson.gz'].flatMap((file) => ndjsonLines(folder, file).map((line) => JSON.stringify(JSON.parse(line).event))),
    ...ndjsonLines(folder, 'events/panther-labelled-logs.ndjson.gz').map((line) => JSON.stringify(JSON.parse(line).log)),
    ...recordings(folder)
      .filter((name) => /^(empire_mimikatz_logonpasswords|msf_record_mic|covenant_psremoting_command)/.test(name))
      .flatMap((name) => ndjsonLines(folder, `events/mordor/${name}`)),
  ],
  /** All recordings of Windows hosts, as NXLog and winlogbeat wrote them. */
  mordor: (folder) => recordings(folder).flatMap((name) => ndjsonLines(folder, `events/mordor/${name}`)),
  /** Sysmon's event 1 alone, from attack recordings: what most rules are about. */
  'process creation': (folder) =>
    ndjsonLines(folder, 'sigma/evtx-events.ndjson.gz')
      .map((line) => JSON.parse(line).event)
      .filter((event) => String(event.EventID) === '1')
      .map((event) => JSON.stringify(event)),
};

/** At most `count` event texts of a stream, evenly spread over it, as a shipper would send them. */
export function eventTexts(folder, stream, count) {
  return spread(streams[stream](folder), count);
}
