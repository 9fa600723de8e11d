import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describeWithData } from '@vedette/testing';
import { applyFilters } from '../filters/apply-filters';
import { loadRules } from '../parse/load-rules';
import type { SigmaRule } from '../parse/sigma-rule';
import { PlainRules } from '../plain/plain-rules';
import { builtInRouting } from '../routing/built-in-routing';
import type { NormalisedEvent } from '../taxonomy/event-values';
import { normalise } from '../taxonomy/normalise';
import { compileRules } from './compiled-rules';
import { overlay } from './overlay';

function lines<T>(file: string): T[] {
  return gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').map((line) => JSON.parse(line));
}

/** Repeatable numbers in [0, 1) (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function never(): never {
  throw new Error('no rules');
}

const strange = ['\u212a', '\u0130', '\u0131', '\u017f', '\u03a3', '\u03c2', '\u00df', '\ud83d\ude00', '\ud800', '\u2013', '\u0000', '*', '?', '\\', '\n'];

function twisted(value: unknown, random: () => number): unknown {
  const choice = Math.floor(random() * 12);
  if (typeof value !== 'string') return choice === 0 ? [value, 'x'] : choice === 1 ? String(value) : value;
  const cut = Math.floor(random() * value.length);
  if (choice === 0) return value.toUpperCase();
  if (choice === 1) return value.slice(0, cut) + (strange[Math.floor(random() * strange.length)] ?? '') + value.slice(cut);
  if (choice === 2) return value.replace(/k/gi, '\u212a');
  if (choice === 3) return value.replace(/i/gi, '\u0130');
  if (choice === 4) return [value.slice(0, cut), value.slice(cut)];
  if (choice === 5) return { nested: value };
  if (choice === 6) return null;
  if (choice === 7) return value.replaceAll('-', '/');
  return value;
}

describeWithData('the compiled engine against the plain one', 'sigma/rules.ndjson.gz', (file) => {
  const at = (relative: string): string => path.join(path.dirname(file), '..', relative);
  const { rules } = loadRules(lines<{ path: string; yaml: string }>(file).map(({ path: origin, yaml }) => ({ origin, text: yaml })));
  const fast = compileRules(rules);
  const plain = new PlainRules(rules, builtInRouting);
  const recorded = lines<{ event: Record<string, unknown>; rules: string[] }>(at('sigma/evtx-events.ndjson.gz'));
  const cloud = lines<{ event: Record<string, unknown>; rules: string[] }>(at('events/cloudtrail.ndjson.gz'));

  function differences(events: readonly NormalisedEvent[]): string[] {
    return events.flatMap((event) => {
      const ours = fast.evaluate(event).map((rule) => rule.id).join();
      const theirs = plain.evaluate(event).map((rule) => rule.id).join();
      return ours === theirs ? [] : [`${ours} | ${theirs} | ${JSON.stringify(event).slice(0, 300)}`];
    });
  }

  it('agrees on real events', () => {
    const events = [...recorded.filter((each, i) => each.rules.length > 0 || i % 60 === 0), ...cloud.filter((each, i) => each.rules.length > 0 || i % 60 === 0)].map(({ event }) => normalise(event));
    const differing = differences(events);
    console.log(`differential, real events: ${events.length * rules.length} pairs, ${differing.length} differences`);
    expect(events.length * rules.length).toBeGreaterThan(200_000);
    expect(differing).toEqual([]);
  }, 240_000);

  it('agrees on events twisted with odd letters, lists, nesting and nulls', () => {
    const random = seeded(20_261_120);
    const events = recorded
      .filter((each, i) => each.rules.length > 0 || i % 80 === 0)
      .map(({ event }) => normalise(Object.fromEntries(Object.entries(event).map(([name, value]) => [name, name === 'Channel' || name === 'EventID' ? value : twisted(value, random)]))));
    const differing = differences(events);
    console.log(`differential, twisted events: ${events.length * rules.length} pairs, ${differing.length} differences`);
    expect(differing).toEqual([]);
  }, 240_000);

  it('agrees under overlays that add, replace, switch off and filter', () => {
    const random = seeded(11);
    const pick = (): SigmaRule => rules[Math.floor(random() * rules.length)] ?? never();
    const events = recorded.filter((each, i) => each.rules.length > 0 || i % 200 === 0).map(({ event }) => normalise(event));
    const differing: string[] = [];
    for (let round = 0; round < 12; round++) {
      // Rules that fire, so that what is switched off and filtered would have been seen.
      const firing = (): string => recorded[Math.floor(random() * recorded.length)]?.rules[0] ?? pick().id;
      const disabled = Array.from({ length: 30 }, firing);
      const added = Array.from({ length: 10 }, (_, i) => ({ ...pick(), id: `own-${i}` }));
      const replaced = Array.from({ length: 10 }, () => ({ ...pick(), id: firing() })).filter((rule, i, all) => all.findIndex(({ id }) => id === rule.id) === i);
      const filters = loadRules([{ origin: 'f', text: `title: f\nlogsource: {product: windows}\nfilter: {s: {EventRecordID|endswith: '${round % 10}'}, condition: not s}\n` }]).filters;
      const layered = overlay(fast, { disabled, rules: [...added, ...replaced], filters });
      const gone = new Set([...disabled, ...replaced.map(({ id }) => id)]);
      const merged = new PlainRules(applyFilters([...rules.filter(({ id }) => !gone.has(id)), ...added, ...replaced], filters), builtInRouting);
      for (const event of events.filter((_, i) => i % 12 === round)) {
        const ours = layered.evaluate(event).map(({ id }) => id).sort().join();
        const theirs = merged.evaluate(event).map(({ id }) => id).sort().join();
        if (ours !== theirs) differing.push(`${ours} | ${theirs}`);
      }
    }
    console.log(`differential, overlays: ${events.length * rules.length} pairs, ${differing.length} differences`);
    expect(differing).toEqual([]);
  }, 240_000);

  it('explains every match, and only matches', () => {
    for (const { event, rules: expected } of recorded.filter((each) => each.rules.length > 0).slice(0, 200)) {
      const seen = normalise(event);
      for (const rule of fast.evaluate(seen)) {
        const found = fast.explain(rule, seen);
        expect(found.length).toBeGreaterThan(0);
        for (const { condition } of found) expect(condition).not.toBe('');
      }
      const other = rules.find((rule) => rule.logsource.product === 'windows' && !expected.includes(rule.id) && !fast.evaluate(seen).includes(rule));
      if (other) expect(fast.explain(other, seen)).toEqual([]);
    }
  });
});
