import { createRequire } from 'node:module';
import { ndjsonLines } from '../shared-data.mjs';
import { rare } from './varied-events.mjs';

const require = createRequire(import.meta.url);
/** "Script Interpreter Execution From Suspicious Folder", "Mimikatz Use" and "Suspicious WmiPrvSE Child Process" of SigmaHQ. */
const rules = ['1228c958-e64e-4e71-92ad-7d429f4138ba', '06d71506-7beb-4f22-8888-e2e5e2ca7fd8', '8a582fe2-0882-4b89-a82a-da6b2dc32937'];

const word = (text) => ({ yaml: `words:\n  - '${text}'\ncondition: words`, sql: like(text), equal: true });

function like(text) {
  return `event::text ilike '%${text.replaceAll("'", "''").replace(/[\\%_]/g, '\\$&')}%'`;
}

/** What every match holds, as SQL; numbers of events are told by their text alone there, so SQL finds no fewer than the rule. */
export function sqlOf(narrowing) {
  if ('all' in narrowing) return `(${narrowing.all.map(sqlOf).join(' and ')})`;
  if ('any' in narrowing) return `(${narrowing.any.map(sqlOf).join(' or ')})`;
  if ('text' in narrowing) return like(narrowing.text);
  return 'true';
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
    { name: 'word of no event', ...word('quibbledash') },
    { name: 'common word (svchost)', ...word('svchost') },
    ...ruled,
    { name: `digits only (${rare.digits})`, ...word(rare.digits) },
  ];
}
