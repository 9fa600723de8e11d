import { Command } from '@oclif/core';
import type { Terminal } from './terminal';
import { processTerminal } from './terminal';

/** A command that answers an exit code and sees the world through its terminal. */
export abstract class VedetteCommand extends Command {
  private given: Terminal | undefined;

  get terminal(): Terminal {
    return (this.given ??= processTerminal());
  }

  /** For tests: other streams than the process's. */
  set terminal(terminal: Terminal) {
    this.given = terminal;
  }

  /** @returns the exit code */
  abstract override run(): Promise<number>;
}
