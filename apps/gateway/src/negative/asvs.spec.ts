import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../../..');
const text = readFileSync(path.join(root, 'docs/security/asvs.md'), 'utf8');
const places: Readonly<Record<string, string>> = { identity: 'libs/domain/identity/src', gateway: 'apps/gateway/src', console: 'apps/console/src', database: 'libs/platform/database/src' };
const states = ['yes', 'partly', 'not yet', 'not applicable'];

/** Levels of ASVS 5.0.0 by section: the digit at n is that of requirement n + 1. */
const levels: Readonly<Record<string, string>> = {
  '6.1': '122', '6.2': '111111112222', '6.3': '11223333', '6.4': '112233', '6.5': '22222333', '6.6': '2223', '6.7': '33', '6.8': '2222',
  '7.1': '222', '7.2': '1111', '7.3': '22', '7.4': '11222', '7.5': '223', '7.6': '22',
  '8.1': '1233', '8.2': '1123', '8.3': '133', '8.4': '23',
};
const requirements = Object.entries(levels).flatMap(([section, digits]) => [...digits].map((level, index) => [`${section}.${index + 1}`, level] as const));

interface Row {
  readonly id: string;
  readonly level: string;
  readonly asks: string;
  readonly state: string;
  readonly where: string;
  readonly remarks: string;
}

const rows: Row[] = text
  .split('\n')
  .filter((line) => /^\| \d+\.\d+\.\d+ \|/.test(line))
  .map((line) => {
    const [, id = '', level = '', asks = '', state = '', where = '', remarks = '', ...rest] = line.split('|').map((cell) => cell.trim());
    if (rest.length !== 1) throw new Error(`${id} has not six cells`);
    return { id, level, asks, state, where, remarks };
  });

/** `identity/sessions/sessions.db.spec.ts`, of the places that the document names. */
function fileOf(short: string): string {
  const [place = '', ...below] = short.split('/');
  return path.join(root, places[place] ?? place, ...below);
}

const tests = rows.flatMap(({ id, where }) => [...where.matchAll(/`([^`]+)` › ([^<]+?)(?=<br>|$)/g)].map(([, file = '', name = '']) => [id, file, name.trim()] as const));
const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link).filter((link) => !link.startsWith('http'));

describe('the table of ASVS 5.0.0, chapters V6 to V8', () => {
  it('has every requirement once, with its level', () => {
    expect(rows.map(({ id, level }) => [id, level])).toEqual(requirements);
  });

  it('says of each what it asks and how it stands', () => {
    for (const { id, asks, state } of rows) expect([id, asks.length > 10, states.includes(state)]).toEqual([id, true, true]);
  });

  it('names a test or a document for what holds, and says what is missing where it does not wholly', () => {
    for (const { id, state, where, remarks } of rows) {
      if (state === 'yes' || state === 'partly') expect([id, /`[^`]+`|\]\(/.test(where)]).toEqual([id, true]);
      if (state !== 'yes') expect([id, remarks.length > 10]).toEqual([id, true]);
    }
  });

  it.each(tests)('%s: %s has "%s"', (_id, file, name) => {
    const spec = readFileSync(fileOf(file), 'utf8').replaceAll("\\'", "'");
    expect(/\.spec\.tsx?$/.test(file)).toBe(true);
    expect(["'", '"', '`'].some((quote) => spec.includes(`${quote}${name}${quote}`))).toBe(true);
  });

  it('names files that are there', () => {
    const files = rows.flatMap(({ where }) => [...where.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file));
    expect(tests.length).toBeGreaterThan(60);
    expect(files.filter((file) => !existsSync(fileOf(file)))).toEqual([]);
    expect(links.filter((link) => !existsSync(path.join(root, 'docs/security', link)))).toEqual([]);
  });

  it('counts its own rows', () => {
    const counted = states.map((state) => `${rows.filter((row) => row.state === state).length} ${state}`).join(', ');
    expect(text).toContain(`${rows.length} requirements: ${counted}.`);
  });
});
