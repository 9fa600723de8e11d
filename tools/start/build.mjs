// Compiles what runs. Nx remembers what has not changed, so this takes seconds after the first time.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartRefusal, workspace } from './home.mjs';

export const nxProgram = (root = workspace) => {
  const manifest = createRequire(join(root, 'package.json')).resolve('nx/package.json');
  return join(dirname(manifest), 'dist/bin/nx.js');
};

/** Environment of every Nx run: no daemon that outlives us, no terminal interface, no cloud. */
export const nxEnvironment = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' };

export function buildAll({ root = workspace } = {}) {
  const args = [nxProgram(root), 'run-many', '-t', 'build', '--exclude=e2e,testing', '--outputStyle=static'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root, env: { ...process.env, ...nxEnvironment, FORCE_COLOR: '0' }, maxBuffer: 64e6 }, (error, stdout, stderr) => {
      if (!error) return resolve({ detail: /Cache:\s+(\S+ hit)/.exec(stdout)?.[1] });
      const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-60).join('\n');
      reject(new StartRefusal(`the build failed:\n${said}`));
    });
  });
}
