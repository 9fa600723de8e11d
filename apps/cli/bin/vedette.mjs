#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  console.error('vedette: not built yet. Run: npx nx build app-cli');
  process.exitCode = 1;
}
