import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { builtInRouting, compileRules, loadRules, normalise } from '@vedette/sigma';
import { describeWithData } from '@vedette/testing';

const rooms = ['windows', 'linux', 'cloud', 'web', 'honeypot'];
const rules = rooms.flatMap((room) =>
  readdirSync(path.join(__dirname, room))
    .filter((file) => file.endsWith('.yml'))
    .map((file) => path.join(room, file)),
);
const documents = rules.map((origin) => ({ origin, text: readFileSync(path.join(__dirname, origin), 'utf8') }));
const loaded = loadRules(documents);
const compiled = compileRules(loaded.rules, { routing: builtInRouting });

function casesOf(origin: string): { match: unknown[]; quiet: unknown[] } {
  return JSON.parse(readFileSync(path.join(__dirname, origin.replace(/\.yml$/, '.cases.json')), 'utf8'));
}

function firedBy(event: unknown): string[] {
  return compiled.evaluate(normalise(event)).map((rule) => rule.id);
}

describe('the starter pack', () => {
  it('loads and compiles whole', () => {
    expect(loaded.refused).toEqual([]);
    expect(compiled.refused).toEqual([]);
    expect(compiled.size).toBe(rules.length);
    expect(rules.length).toBeGreaterThanOrEqual(60);
  });

  it('gives every rule an id of its own, an author, a licence and an ATT&CK technique', () => {
    expect(new Set(loaded.rules.map((rule) => rule.id)).size).toBe(loaded.rules.length);
    for (const rule of loaded.rules) {
      expect(rule).toMatchObject({ author: 'Vedette', licence: 'Apache-2.0' });
      expect(rule.tags.some((tag) => /^attack\.t\d{4}(\.\d{3})?$/.test(tag))).toBe(true);
    }
  });

  describe.each(loaded.rules.map((rule) => [rule.origin, rule] as const))('%s', (origin, rule) => {
    const cases = casesOf(origin);

    it('fires on its own cases', () => {
      expect(cases.match.length).toBeGreaterThan(0);
      for (const event of cases.match) expect(firedBy(event)).toContain(rule.id);
    });

    it('stays quiet on the look-alikes', () => {
      expect(cases.quiet.length).toBeGreaterThan(0);
      for (const event of cases.quiet) expect(firedBy(event)).not.toContain(rule.id);
    });
  });
});

describeWithData('the tags of the starter pack', 'intel/enterprise-attack-18.1.json.gz', (file) => {
  it('name techniques that ATT&CK 18.1 knows and has not withdrawn', () => {
    const bundle: { objects: { type: string; revoked?: boolean; x_mitre_deprecated?: boolean; external_references?: { external_id?: string }[] }[] } =
      JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
    const known = new Set(
      bundle.objects
        .filter((object) => object.type === 'attack-pattern' && !object.revoked && !object.x_mitre_deprecated)
        .map((object) => `attack.${object.external_references?.[0]?.external_id?.toLowerCase()}`),
    );
    const unknown = loaded.rules.flatMap((rule) => rule.tags.filter((tag) => /^attack\.t\d/.test(tag) && !known.has(tag)));
    expect(unknown).toEqual([]);
  });
});
