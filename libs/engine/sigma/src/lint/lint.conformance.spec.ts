import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { YAML11_SCHEMA, load } from 'js-yaml';
import { describeWithData } from '@vedette/testing';
import { lintText } from './lint-text';

interface SharedRule {
  readonly path: string;
  readonly pysigma: string;
  readonly yaml: string;
}

describeWithData('lint of the SigmaHQ rules', 'sigma/rules.ndjson.gz', (file) => {
  const shared: SharedRule[] = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').map((line) => JSON.parse(line));
  const findings = new Map(shared.map((rule) => [rule, lintText({ origin: rule.path, text: rule.yaml }).filter(({ severity }) => severity === 'error')]));
  const schema = JSON.parse(readFileSync(path.join(path.dirname(file), 'spec/json-schema/sigma-detection-rule-schema.json'), 'utf8'));
  const valid = addFormats(new Ajv2020({ strict: false, allErrors: true })).compile(schema);

  it('agrees with the schema on every rule that loads', () => {
    const differing = shared.flatMap((rule) => {
      if (rule.pysigma !== 'ok') return [];
      // The schema is about JSON: a date is a text there.
      const json = JSON.parse(JSON.stringify(load(rule.yaml, { schema: YAML11_SCHEMA })).replace(/T00:00:00\.000Z/g, ''));
      // Of the detection the loader is the judge: the schema knows no list of conditions.
      const errors = valid(json) ? [] : (valid.errors ?? []).filter(({ instancePath }) => !instancePath.startsWith('/detection'));
      const ours = findings.get(rule) ?? [];
      return errors.length > 0 === ours.length > 0 ? [] : [`${rule.path}: ${JSON.stringify(errors[0])} | ${JSON.stringify(ours[0])}`];
    });
    expect(differing).toEqual([]);
  });

  it('finds an error, with its line, in each rule that is one', () => {
    const wrong = shared.filter(({ pysigma }) => pysigma === 'error');
    expect(wrong).toHaveLength(25);
    for (const rule of wrong) expect(findings.get(rule)?.some(({ line }) => line !== undefined)).toBe(true);
  });
});
