import { createRequire } from 'node:module';
import { ndjsonLines } from '../shared-data.mjs';
import { rare } from './varied-events.mjs';

const require = createRequire(import.meta.url);
/** Of SigmaHQ: "Suspicious WmiPrvSE Child Process", texts that must all be there, and "Mimikatz Use", forty of which one must. */
const rules = ['8a582fe2-0882-4b89-a82a-da6b2dc32937', '06d71506-7beb-4f22-8888-e2e5e2ca7fd8'];

const word = (text) => ({ yaml: `words:\n  - '${text}'\ncondition: words`, sql: (where) => `select count(*) as n from bench.events where ${where} and event::text ilike ${pattern(text)}`, equal: true });

function pattern(text) {
  return `'%${text.replaceAll("'", "''").replace(/[\\%_]/g, '\\$&')}%'`;
}

/** What every match holds, as SQL; numbers of events are told by their text alone there, so SQL finds no fewer than the rule. */
function conditionOf(narrowing) {
  if ('all' in narrowing) return `(${narrowing.all.map(conditionOf).join(' and ')})`;
  if ('any' in narrowing) return `(${narrowing.any.map(conditionOf).join(' or ')})`;
  if ('text' in narrowing) return `folded like ${pattern(narrowing.text)}`;
  return 'true';
}

/** Folded once for all texts: with an `ilike` for each SQL took two to three times as long. */
function sqlOf(narrowing) {
  return (where) => `select count(*) as n from (select lower(event::text) as folded from bench.events where ${where} offset 0) as folded_events where ${conditionOf(narrowing)}`;
}

/** The same question twice. `equal`: SQL over the text can say exactly what the hunt asks, so the counts must be the same. */
export function questions(folder) {
  const { loadRules, narrowingOf } = require('@vedette/sigma');
  const texts = new Map(ndjsonLines(folder, 'sigma/rules.ndjson.gz').map((line) => JSON.parse(line)).map((rule) => [rule.id, rule]));
  const ruled = rules.map((id) => {
    const { yaml, title } = texts.get(id);
    return { name: `rule: ${title}`, yaml, sql: sqlOf(narrowingOf(loadRules([{ origin: 'bench', text: yaml }]).rules)), equal: false };
  });
  return [
    { name: `rare word (${rare.host})`, ...word(rare.host) },
    { name: 'common word (svchost)', ...word('svchost') },
    ...ruled,
    { name: `digits only (${rare.digits})`, ...word(rare.digits) },
  ];
}
