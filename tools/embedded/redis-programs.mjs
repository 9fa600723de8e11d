// Which Redis runs: the machine's own, Debian's package unpacked without root, or one written in JavaScript.
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractDebianPackages } from './debian.mjs';
import { onPath } from './on-path.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Links of the chain, best first. Each answers { label, command, args, env?, real } or throws why it cannot. */
export const redisChain = {
  async path() {
    const program = onPath('valkey-server') ?? onPath('redis-server');
    if (!program) throw new Error('neither valkey-server nor redis-server is on PATH');
    return { label: program, command: program, args: [], real: true };
  },

  async debian({ cache }) {
    const { folder, libraries } = await extractDebianPackages(['redis-tools'], join(cache, 'redis'));
    // The server, its checker and its benchmark are one program that looks at the name it was called by.
    const server = join(folder, 'usr/bin/redis-server');
    if (!existsSync(server)) {
      rmSync(server, { force: true });
      symlinkSync('redis-check-rdb', server);
    }
    return { label: "Debian's redis, unpacked into the cache", command: server, args: [], env: { LD_LIBRARY_PATH: libraries }, real: true };
  },

  async js() {
    const manifest = createRequire(join(root, 'package.json')).resolve('js-redis-server');
    return {
      label: 'js-redis-server (slow, memory only: fine to look around, not to measure)',
      command: process.execPath,
      args: [join(dirname(manifest), 'cli.js')],
      real: false,
    };
  },
};

/** The first link that works, or the one `forced` names (VEDETTE_REDIS), whose failure is then final. */
export async function chooseRedis({ cache, forced, chain = redisChain }) {
  if (forced && !chain[forced]) throw new Error(`VEDETTE_REDIS must be one of ${Object.keys(chain).join(', ')}, not "${forced}"`);
  const reasons = [];
  for (const [name, find] of Object.entries(chain)) {
    if (forced && forced !== name) continue;
    try {
      return { name, ...(await find({ cache })) };
    } catch (error) {
      reasons.push(`${name}: ${error.message.split('\n')[0]}`);
    }
  }
  throw new Error(`no Redis could be found (${reasons.join('; ')}).\n  Install redis or valkey, or set REDIS_URL.`);
}
