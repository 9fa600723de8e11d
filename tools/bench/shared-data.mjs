import { existsSync, readFileSync } from 'node:fs';
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

/**
 * Event texts as a shipper would send them: `mixed` has every kind of source, `process creation` Sysmon's event 1 alone,
 * `windows` whole recordings.
 */
export function eventTexts(folder, stream, count) {
  const texts = [];
  if (stream === 'process creation') {
    const events = ndjsonLines(folder, 'sigma/evtx-events.ndjson.gz').map((line) => JSON.parse(line).event);
    return events.filter((event) => String(event.EventID) === '1').map((event) => JSON.stringify(event)).slice(0, count);
  }
  if (stream === 'mixed') {
    const unwrap = (file) => ndjsonLines(folder, file).map((line) => JSON.stringify(JSON.parse(line).event));
    texts.push(...unwrap('sigma/evtx-events.ndjson.gz'), ...unwrap('events/cloudtrail.ndjson.gz'));
    texts.push(...ndjsonLines(folder, 'events/panther-labelled-logs.ndjson.gz').map((line) => JSON.stringify(JSON.parse(line).log)));
  }
  for (const name of ['empire_mimikatz_logonpasswords_2020-08-07103224', 'msf_record_mic_2020-06-09225055', 'covenant_psremoting_command_2020-08-06115603']) {
    texts.push(...ndjsonLines(folder, `events/mordor/${name}.ndjson.gz`));
  }
  const step = Math.max(1, Math.floor(texts.length / count));
  return texts.filter((_, index) => index % step === 0).slice(0, count);
}
