// Compiles one project: node tools/build/build.mjs <projectRoot>   (src/** without specs → dist/, CommonJS with maps)
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { transformFile } = require('@swc/core');
const { swcOptions } = require('./swc-options.cjs');

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
if (!process.argv[2]) {
  console.error('usage: node tools/build/build.mjs <projectRoot>');
  process.exit(2);
}
const projectRoot = resolve(root, process.argv[2]);
const source = join(projectRoot, 'src');
const target = join(projectRoot, 'dist');

const isTest = (file) => /\.(spec|e2e)\.(tsx?|mjs)$/.test(file) || file.includes('/fixtures/');
const isSource = (file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts');

await rm(target, { recursive: true, force: true });
let compiled = 0;
let copied = 0;
for (const file of await filesBelow(source)) {
  if (isTest(file)) continue;
  const to = join(target, relative(source, file));
  await mkdir(dirname(to), { recursive: true });
  if (isSource(file)) {
    await compile(file, to.slice(0, -extname(to).length) + '.js');
    compiled++;
  } else if (!file.endsWith('.d.ts')) {
    await cp(file, to);
    copied++;
  }
}
console.log(`${relative(root, projectRoot)}: ${compiled} compiled${copied ? `, ${copied} copied` : ''}`);

async function compile(file, to) {
  const { code, map } = await transformFile(file, {
    ...swcOptions({ tsx: file.endsWith('.tsx'), sourceMaps: true }),
    filename: file,
    sourceFileName: relative(dirname(to), file),
  });
  await writeFile(to, map ? `${code}\n//# sourceMappingURL=${basename(to)}.map\n` : code);
  if (map) await writeFile(`${to}.map`, map);
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
