// npm test [-- <project>]: everything the tests need, then lint, typecheck, build and every suite, and a count.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findChromium } from './embedded/chromium.mjs';
import { nxEnvironment, nxProgram } from './start/build.mjs';
import { checkNode, ensureDependencies } from './start/dependencies.mjs';
import { StartRefusal, workspace } from './start/home.mjs';
import { progressOn } from './start/progress.mjs';
import { cacheFolder } from './start/servers.mjs';
import { projectsOf } from './test/projects.mjs';
import { addReport, failures, sum, summary } from './test/results.mjs';
import { startTestServices } from './test/servers.mjs';

const progress = progressOn();
const problems = [];
let services;
let running;

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    running?.kill(signal);
    void Promise.resolve(services?.stop()).finally(() => process.exit(1));
  });

try {
  process.exitCode = await main(process.argv[2]);
} catch (error) {
  console.error(error instanceof StartRefusal ? `\n${error.message}\n` : error);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
} finally {
  await services?.stop();
}

async function main(only) {
  checkNode();
  await progress.step('Packages', () => ensureDependencies({ logFile: join(cacheFolder(), '../logs/install.log') }));
  const projects = projectsOf(workspace);
  const chosen = only ? projects.filter((project) => project.name === only || project.root === only) : projects;
  if (!chosen.length) throw new StartRefusal(`there is no project "${only}". Projects: ${projects.map(({ name }) => name).join(', ')}`);
  const tested = chosen.filter((project) => project.targets.includes('test'));
  const withJourneys = tested.some((project) => project.name === 'e2e' && project.testFiles.length);

  services = await startTestServices();
  progress.note(services.described);
  const environment = { ...services.environment, ...dataVariable(), ...(withJourneys ? await chromiumVariable() : {}), VEDETTE_TEST_WORKERS: '1' };
  const names = (list) => list.map(({ name }) => name).join(',');

  await run('lint', ['run-many', '-t', 'lint', '--projects', names(chosen)], environment);
  if (!only) await run('typecheck', [], environment, join(workspace, 'tools/typecheck.mjs'));
  const built = !only || withJourneys ? await run('build', ['run-many', '-t', 'build'], environment) : true;

  rmSync(join(workspace, '.nx/results'), { recursive: true, force: true });
  const inner = tested.filter((project) => project.name !== 'e2e');
  const innerGreen = inner.length === 0 || (await nx('test', ['run-many', '-t', 'test', '--parallel=2', '--nxBail=false', '--projects', names(inner)], environment));
  // Journeys start every process and a browser; beside other suites they would measure the machine. They depend on
  // what the whole tree does, which no cache key of theirs knows.
  const outerGreen = !withJourneys || (built && (await nx('e2e', ['run', 'e2e:test', '--skipNxCache'], environment)));
  if (withJourneys && !built) problems.push('e2e did not run, because the build failed');

  const { totals, failed } = collect(tested);
  if (!(innerGreen && outerGreen) && sum(totals).failed + problems.length === 0) problems.push('a test run ended with an error that no suite reports');
  console.log(summary(totals, problems, failed));
  return sum(totals).failed + problems.length ? 1 : 0;
}

/** Reads every report. A project that has tests and left no report, or an empty one, did not run. */
function collect(tested) {
  const totals = {};
  const failed = [];
  for (const { name, testFiles } of tested) {
    if (!testFiles.length) continue;
    const file = join(workspace, '.nx/results', `${name}.json`);
    const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
    if (!report?.testResults.length) problems.push(`${name} has ${testFiles.length} test files and produced no results`);
    else {
      addReport(totals, report);
      failed.push(...failures(report));
    }
  }
  return { totals, failed };
}

async function run(label, args, environment, program) {
  const green = await nx(label, args, environment, program);
  if (!green) problems.push(label);
  return green;
}

async function nx(label, args, environment, program = nxProgram()) {
  progress.note(label);
  const shown = program.endsWith('nx.js') ? ['--outputStyle=static'] : [];
  running = spawn(process.execPath, [program, ...args, ...shown], {
    cwd: workspace,
    stdio: 'inherit',
    env: { ...process.env, ...nxEnvironment, ...environment },
  });
  const code = await new Promise((done) => {
    running.once('error', () => done(127));
    running.once('exit', (exit) => done(exit ?? 1));
  });
  progress.note(`${label} ${code === 0 ? 'green' : `failed (${code})`}`);
  return code === 0;
}

/** Real data that is too large for the repository; suites that want it say how to set it when it is absent. */
function dataVariable() {
  if (process.env.VEDETTE_DATA) return {};
  const beside = resolve(workspace, '../shared/data');
  return existsSync(beside) ? { VEDETTE_DATA: beside } : {};
}

async function chromiumVariable() {
  try {
    const { path } = await findChromium({ cache: cacheFolder() });
    return { CHROMIUM_PATH: path };
  } catch (error) {
    console.error(error.message);
    problems.push('e2e: no Chromium (see above)');
    return {};
  }
}
