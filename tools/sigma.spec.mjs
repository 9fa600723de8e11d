import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(__dirname, 'sigma.mjs');
const id = '11111111-1111-4111-8111-111111111111';
const rule = `title: All of it\nid: ${id}\nlogsource:\n  product: windows\ndetection:\n  selection:\n    a: 1\n  condition: selection\n`;

const run = (...args) =>
  new Promise((done) => {
    execFile(process.execPath, [program, ...args], { maxBuffer: 64e6, env: { ...process.env, FORCE_COLOR: '0' } }, (error, stdout, stderr) => done({ code: error ? error.code : 0, stdout, stderr }));
  });

describe('npm run sigma', () => {
  let folder;
  let rules;
  let events;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vedette-sigma-'));
    [rules, events] = [join(folder, 'rule.yml'), join(folder, 'events')];
    writeFileSync(rules, rule);
    writeFileSync(events, '{"a":1}\n'.repeat(100_000));
    // Builds what is not built.
    await run('--version');
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('passes arguments, answers and exit codes on', async () => {
    const { code, stdout } = await run('match', '-r', rules, '-e', events, '--no-routing', '--fail-on-match');
    expect(code).toBe(3);
    expect(stdout.split('\n').slice(0, 2)).toEqual([`{"line":1,"ruleId":"${id}"}`, `{"line":2,"ruleId":"${id}"}`]);
    expect(stdout.trim().split('\n')).toHaveLength(100_000);
  });

  it('has help for itself and each command', async () => {
    const topic = await run('--help');
    expect(topic.code).toBe(0);
    for (const name of ['match', 'correlate', 'lint', 'explain']) {
      expect(topic.stdout).toContain(`sigma ${name}`);
      expect((await run(name, '--help')).stdout).toMatch(/USAGE\n.*\n[^]*EXIT CODES/);
    }
  });

  it('exits with 2 for a command that does not exist and for wrong flags, without a word on standard output', async () => {
    for (const args of [['frobnicate'], ['match', '--frobnicate'], ['match']]) expect(await run(...args)).toMatchObject({ code: 2, stdout: '' });
  });

  it('takes paths from where its user stands, though npm runs it elsewhere', async () => {
    const env = { ...process.env, npm_lifecycle_event: 'sigma', INIT_CWD: folder };
    const code = await new Promise((done) => spawn(process.execPath, [program, 'lint', 'rule.yml'], { env, stdio: 'ignore' }).on('close', done));
    expect(code).toBe(0);
  });

  it('exits with 1 for rules that are not there', async () => {
    expect(await run('lint', join(folder, 'absent'))).toEqual({ code: 1, stdout: '', stderr: `vedette: ${join(folder, 'absent')}: there is no such file or folder\n` });
  });

  it('ends quietly when its output is closed', async () => {
    const child = spawn(process.execPath, [program, 'match', '-r', rules, '-e', events, '--no-routing'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((done) => child.on('close', done));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('finishes what it has when it is interrupted, and exits with 130', async () => {
    const child = spawn(process.execPath, [program, 'match', '-r', rules, '-e', '-', '--no-routing'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.stdin.write('{"a":1}\n');
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stdout.on('data', (chunk) => (stdout += chunk));
    const code = await new Promise((done) => child.on('close', done));
    expect(code).toBe(130);
    expect(stdout).toBe(`{"line":1,"ruleId":"${id}"}\n`);
    expect(stderr).toContain('interrupted');
  });
});
