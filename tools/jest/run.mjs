// Runs one project's tests: node tools/jest/run.mjs <projectRoot> [jest arguments]
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const [projectArgument, ...jestArguments] = process.argv.slice(2);
if (!projectArgument) {
  console.error('usage: node tools/jest/run.mjs <projectRoot> [jest arguments]');
  process.exit(2);
}
const projectRoot = resolve(root, projectArgument);
const manifest = join(projectRoot, 'package.json');
const project = existsSync(manifest)
  ? (JSON.parse(readFileSync(manifest, 'utf8')).nx?.name ?? relative(root, projectRoot).replaceAll('/', '-'))
  : relative(root, projectRoot).replaceAll('/', '-');

const results = join(root, '.nx/results', `${project}.json`);
mkdirSync(dirname(results), { recursive: true });
// A run that dies before jest writes must not leave an older run's success behind.
rmSync(results, { force: true });

const jest = join(dirname(createRequire(join(root, 'package.json')).resolve('jest/package.json')), 'bin/jest.js');
const child = spawn(
  process.execPath,
  [
    // Mercurius and OpenTelemetry load parts of themselves by dynamic import; elsewhere the switch would turn our own .mjs
    // into native modules.
    ...(['app-gateway', 'e2e'].includes(project) ? ['--experimental-vm-modules', '--no-warnings'] : []),
    jest,
    '--config',
    join(root, 'tools/jest/jest.config.cjs'),
    '--rootDir',
    projectRoot,
    '--passWithNoTests',
    '--json',
    '--outputFile',
    results,
    ...(process.env.CI ? ['--ci'] : []),
    // Journeys share one stack and one browser; the other projects share two cores with each other.
    ...(project === 'e2e' ? ['--runInBand'] : [`--maxWorkers=${process.env.VEDETTE_TEST_WORKERS ?? 2}`]),
    ...jestArguments,
  ],
  { cwd: root, env: { ...process.env, ...testServices() }, stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

/** Addresses of the servers that tests may use: the environment wins over the file a developer's own servers wrote. */
function testServices() {
  const file = join(root, '.vedette/test/services.json');
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const found = {};
  for (const [name, url] of [
    ['VEDETTE_TEST_POSTGRES_URL', known.postgres],
    ['VEDETTE_TEST_REDIS_URL', known.redis],
  ])
    if (!process.env[name] && url) found[name] = url;
  return found;
}
