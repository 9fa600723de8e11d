// A Chromium for journeys in the browser: CHROMIUM_PATH, PATH, Debian's package, or an npm package that ships one.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { extractDebianPackages } from './debian.mjs';
import { onPath } from './on-path.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export const chromiumChain = {
  async CHROMIUM_PATH() {
    const path = process.env.CHROMIUM_PATH;
    if (!path) throw new Error('not set');
    // Somebody chose it: falling through to another one would hide a typing error.
    if (!existsSync(path)) throw Object.assign(new Error(`CHROMIUM_PATH names ${path}, which does not exist`), { final: true });
    return path;
  },
  async path() {
    const names = ['chromium', 'chromium-headless-shell', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
    const found = names.map((name) => onPath(name)).find(Boolean);
    if (!found) throw new Error('no chromium on PATH');
    return found;
  },
  async debian({ cache }) {
    const { folder, libraries } = await extractDebianPackages(['chromium-headless-shell', 'fonts-liberation'], join(cache, 'chromium'));
    const binary = join(folder, 'usr/lib/chromium/chromium-headless-shell');
    if (!existsSync(binary)) throw new Error('the package has no chromium-headless-shell');
    return wrapper(folder, binary, libraries);
  },
  async npm() {
    const entry = createRequire(join(root, 'package.json')).resolve('@sparticuz/chromium');
    const { default: chromium } = await import(pathToFileURL(entry).href);
    return chromium.executablePath();
  },
};

/** Path of a Chromium that answers --version. Throws one message that names every way to get one. */
export async function findChromium({ cache, chain = chromiumChain, works = answersVersion }) {
  const reasons = [];
  for (const [name, find] of Object.entries(chain)) {
    try {
      const path = await find({ cache });
      works(path);
      return { name, path };
    } catch (error) {
      if (error.final) throw error;
      reasons.push(`${name}: ${error.message.split('\n')[0]}`);
    }
  }
  throw new Error(
    `no Chromium for the browser journeys (${reasons.join('; ')}).\n` +
      `  Set CHROMIUM_PATH to one, or install Debian's: apt-get install chromium-headless-shell`,
  );
}

const answersVersion = (path) => execFileSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 30_000 });

/** An unpacked Chromium finds neither its libraries nor fonts by itself, and its caller knows only one path. */
function wrapper(folder, binary, libraries) {
  const fonts = join(folder, 'fonts.conf');
  const cacheDir = join(folder, 'font-cache');
  writeFileSync(
    fonts,
    `<?xml version="1.0"?>\n<fontconfig><dir>${folder}/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${cacheDir}</cachedir></fontconfig>\n`,
  );
  const script = join(folder, 'chromium');
  writeFileSync(
    script,
    `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' FONTCONFIG_FILE='${fonts}' exec '${binary}' "$@"\n`,
  );
  chmodSync(script, 0o755);
  return script;
}
