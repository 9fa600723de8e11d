#!/usr/bin/env node
/** `npm run bench [engine|pipeline …]`: prints tables and writes JSON. Nothing here asserts a time. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const known = { engine: './bench/engine/index.mjs', pipeline: './bench/pipeline.mjs' };
const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));

if (process.argv.includes('--help') || asked.some((name) => !known[name])) {
  console.log(`Usage: npm run bench [-- ${Object.keys(known).join('|')}]\n\nWithout a name both run. Data: VEDETTE_DATA or ../shared/data.`);
  process.exit(asked.some((name) => !known[name]) ? 2 : 0);
}

const { buildAll } = await import('./start/build.mjs');
await buildAll().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
for (const name of asked.length > 0 ? asked : Object.keys(known)) {
  const { run } = await import(known[name]);
  await run({ root });
}
