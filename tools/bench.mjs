#!/usr/bin/env node
/** `npm run bench [engine|pipeline|hunts|limits|access …]`: prints tables and writes JSON. Nothing here asserts a time; what must be equal is asserted. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const known = { engine: './bench/engine/index.mjs', pipeline: './bench/pipeline.mjs', hunts: './bench/hunts.mjs', limits: './bench/limits.mjs', access: './bench/access.mjs' };
const loaded = {};
for (const [name, file] of Object.entries(known)) loaded[name] = await import(file);

const shared = { help: { type: 'boolean', default: false }, 'no-build': { type: 'boolean', default: false } };
const usage = `Usage: npm run bench [-- ${Object.keys(known).join('|')} [options]]

${Object.entries(loaded).map(([name, { help }]) => `  ${name.padEnd(10)}${help ?? ''}`).join('\n')}

  --no-build   trusts the compiled folders

Without a name all run. Data: VEDETTE_DATA or ../shared/data.`;

function read() {
  const options = Object.assign({}, shared, ...Object.values(loaded).map(({ options: own }) => own ?? {}));
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const stranger = positionals.find((name) => !known[name]);
    if (stranger) throw new Error(`no benchmark is called ${stranger}`);
    return { values, names: positionals.length > 0 ? positionals : Object.keys(known) };
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

const { values, names } = read();
if (values.help) {
  console.log(usage);
  process.exit(0);
}

if (!values['no-build']) {
  const { buildAll } = await import('./start/build.mjs');
  await buildAll().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
for (const name of names) await loaded[name].run({ root, values });
