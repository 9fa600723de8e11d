import path from 'node:path';
import { run, settings } from '@oclif/core';
import { exitCodeOfError } from './terminal/exit-code';

// The commands are compiled already.
settings.enableAutoTranspile = false;

async function main(): Promise<void> {
  try {
    const code: unknown = await run(process.argv.slice(2), { root: path.resolve(__dirname, '..') });
    process.exitCode = typeof code === 'number' ? code : 0;
  } catch (error) {
    process.exitCode = exitCodeOfError(error, process.stderr);
  }
}

void main();
