import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compileRules, loadRules, normalise } from '@vedette/sigma';
import { splitFrames } from '../ingest/split-frames';
import { testAttack } from './test-attack';

const NOW = 1_763_600_000_000;
const starter = path.join(__dirname, '../../starter');

describe('the test attack', () => {
  it('is a handful of events that ingest takes, of the minute before now', () => {
    const events = testAttack(NOW);
    const { frames, rejected } = splitFrames(Buffer.from(events.map((event) => JSON.stringify(event)).join('\n')), 'application/x-ndjson');
    expect([frames.length, rejected]).toEqual([8, []]);
    for (const event of events) expect(normalise(event).at).toBeGreaterThan(NOW - 71_000);
  });

  it('makes at least three different starter rules fire', () => {
    const files = readdirSync(starter, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yml'));
    const documents = files.map((file) => ({ origin: `starter/${file}`, text: readFileSync(path.join(starter, file), 'utf8') }));
    const rules = compileRules(loadRules(documents).rules);
    const fired = new Set(testAttack(NOW).flatMap((event) => rules.evaluate(normalise(event)).map(({ id }) => id)));
    expect(fired.size).toBeGreaterThanOrEqual(3);
  });
});
