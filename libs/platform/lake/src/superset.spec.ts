import { newTenantId } from '@vedette/kernel';
import { BLOCK_ROWS } from './block-index';
import { SEARCHED_COLUMNS } from './lake-row';
import type { LakeRow } from './lake-row';
import type { Narrowing } from './narrowing';
import { collect, DAY, MIDNIGHT, openTestLake, randomFrom, row } from './testing/sample';

/** Unlikely enough to narrow, short enough to meet; with what SQL, LIKE, regular expressions and JSON have of their own. */
const WORDS = ['mimikatz', 'PowerShell', '-enc', '%TEMP%', 'a_b', "o'brien", '$1', '(?i).*', '[x]', '\\\\users\\\\', 'C:\\\\Temp', '/etc/passwd', '\\"', '--', ';', '1337', 'KERBEROAST', 'ß', 'İ', 'ſvchost', '日本'];
const NAMES = ['WS-1', 'ws-1', 'SRV', 'Ada', 'aDA', 'Grüße', '', '\u212a-host', 'k-host', '10.0.0.1', "x' or 1=1"];

const ROUNDS = 60;

/** How the caller could find a text in an event: by reading the JSON too. Only as wide as an exact engine would be. */
function holds(narrowing: Narrowing, row: Readable): boolean {
  if ('all' in narrowing) return narrowing.all.every((part) => holds(part, row));
  if ('any' in narrowing) return narrowing.any.some((part) => holds(part, row));
  if ('text' in narrowing) return row.readings.some((original) => original.includes(narrowing.text.toLowerCase()));
  if ('column' in narrowing) {
    const value = row[narrowing.column];
    return value !== null && narrowing.values.some((each) => each.toLowerCase() === value.toLowerCase());
  }
  return true;
}

type Readable = LakeRow & { readonly readings: readonly string[] };

function foldings(original: string): string[] {
  const decoded = original.replace(/(?<!\\)((?:\\\\)*)\\u([0-9a-f]{4})/gi, (_, before: string, code: string) => before + String.fromCharCode(parseInt(code, 16)));
  const plain = decoded.replace(/(?<!\\)((?:\\\\)*)\\\//g, '$1/');
  return [...new Set([original, decoded, plain].flatMap((text) => [text.toLowerCase(), text.replaceAll('ſ', 's').toLowerCase()]))];
}

function randomRow(index: number, random: (below: number) => number): LakeRow {
  const pick = <T>(from: readonly [T, ...T[]]): T => from[random(from.length)] ?? from[0];
  const name = (): string | null => (random(4) === 0 ? null : (NAMES[random(NAMES.length)] ?? null));
  // Words are rare in one half of the blocks, so that some of them are ruled out.
  const word = index % (2 * BLOCK_ROWS) < BLOCK_ROWS || random(2000) === 0 ? (WORDS[random(WORDS.length)] ?? '') : 'nothing here';
  const spelled = pick([word, word.toUpperCase(), [...word].map((each) => (random(3) === 0 && /[a-z]/i.test(each) ? `\\u00${each.charCodeAt(0).toString(16)}` : each)).join(''), word.replaceAll('/', '\\/')]);
  const at = MIDNIGHT + random(86_400_000);
  return row(index, { at, source: pick(['Security', 'Sysmon', 'zeek']), host: name(), user: name(), kind: name(), eventCode: name(), sourceIp: name(), destinationIp: name(), original: `{"c":"${spelled}","n":${random(100)}}` });
}

function randomNarrowing(depth: number, random: (below: number) => number): Narrowing {
  const kind = random(depth > 0 ? 6 : 3);
  const parts = (): Narrowing[] => Array.from({ length: random(6) }, () => randomNarrowing(depth - 1, random));
  if (kind === 5) return { all: parts() };
  if (kind >= 3) return { any: parts() };
  if (kind === 2) return { column: SEARCHED_COLUMNS[random(SEARCHED_COLUMNS.length)] ?? 'host', values: Array.from({ length: random(4) }, () => NAMES[random(NAMES.length)] ?? '') };
  const word = WORDS[random(WORDS.length)] ?? '';
  const start = random(3);
  return { text: random(2) === 0 ? word : word.slice(start).toUpperCase() };
}

it('lets through every event that a plain loop finds, and few others', async () => {
  const test = await openTestLake();
  const tenant = newTenantId();
  const random = randomFrom(7);
  const rows = Array.from({ length: 3 * BLOCK_ROWS + 100 }, (_, index) => randomRow(index, random));
  const sorted = [...rows].sort((one, other) => one.at - other.at);
  // In the order of `index`, so that blocks differ; a second file has the same rows in disorder.
  const ordered = rows.map((each) => ({ ...each, at: MIDNIGHT + each.index }));
  const readable = ordered.map((each) => ({ ...each, readings: foldings(each.original) }));
  const files = [await test.lake.write(tenant, DAY, ordered)];
  const [scattered] = [await test.lake.write(newTenantId(), DAY, sorted.reverse())];
  expect(scattered.firstAt).toBe(sorted.at(-1)?.at);
  let [found, needed, scanned] = [0, 0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const narrowing = randomNarrowing(3, random);
    const window = random(3) === 0 ? { from: MIDNIGHT + random(25_000), to: MIDNIGHT + 25_000 + random(25_000) } : {};
    const sources = random(4) === 0 ? ['Sysmon', 'zeek'] : undefined;
    const wanted = readable.filter((each) => holds(narrowing, each) && each.at >= (window.from ?? 0) && each.at < (window.to ?? Infinity) && (sources?.includes(each.source) ?? true));
    const { rows: candidates, last, faults } = await collect(test.lake.hunt(tenant, { files, narrowing, sources, ...window }));
    const indexes = new Set(candidates.map(({ index }) => index));
    const missed = wanted.filter(({ index }) => !indexes.has(index));
    expect({ narrowing, faults, missed: missed.slice(0, 3), twice: candidates.length - indexes.size }).toEqual({ narrowing, faults: [], missed: [], twice: 0 });
    [found, needed, scanned] = [found + candidates.length, needed + wanted.length, scanned + (last?.rowsScanned ?? 0)];
  }
  expect(needed).toBeGreaterThan(30_000);
  expect(found).toBeLessThan(needed * 3);
  expect(scanned).toBeLessThan(ROUNDS * rows.length * 0.8);
  await test.close();
}, 120_000);
