import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as detection from './detection';
import * as topics from './topics';

const folder = join(__dirname, '../samples');
const definitions = [...Object.values(detection), ...Object.values(topics)];
const samples = readdirSync(folder).map((file) => ({ file, name: file.replace(/\.\d+\.json$/, '') }));

// A job is a letter to tomorrow's code: a sample stays here as long as a row of its shape may wait somewhere.
describe('samples of every shape that was shipped', () => {
  it.each(samples)('$file is still understood', ({ file, name }) => {
    const definition = definitions.find((each) => each.name === name);
    const sample: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    expect(definition?.schema.safeParse(sample)).toEqual({ success: true, data: sample });
  });

  it.each(definitions.map((definition) => definition.name))('%s has one', (name) => {
    expect(samples.map((sample) => sample.name)).toContain(name);
  });
});
