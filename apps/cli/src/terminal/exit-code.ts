import { Errors } from '@oclif/core';
import { InputFault } from './input-fault';
import type { Screen } from './terminal';
import { printable } from './wording';

/**
 * Tells the user what went wrong.
 * @returns 1 for what could not be read and for our own mistakes, 2 for wrong usage
 */
export function exitCodeOfError(error: unknown, stderr: Screen): number {
  if (error instanceof Errors.ExitError) return error.oclif.exit ?? 0;
  if (error instanceof InputFault) {
    stderr.write(`vedette: ${printable(error.message)}\n`);
    return 1;
  }
  if (error instanceof Errors.CLIError) {
    const unknown = /^command (\S+) not found$/.exec(error.message)?.[1]?.replaceAll(':', ' ');
    stderr.write(unknown === undefined ? `vedette: ${error.message}\n` : `vedette: there is no command "${printable(unknown)}"\nSee more help with --help\n`);
    return 2;
  }
  stderr.write(`vedette: this is a mistake in vedette, not in what it was given:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
