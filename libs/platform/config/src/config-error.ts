export interface ConfigFault {
  /** The variable, e.g. `PUBLIC_URL`. */
  readonly name: string;
  /** What is wrong and what would be right; never a secret's value. */
  readonly reason: string;
}

/** Every fault of a configuration at once, readable as it is: a process that gets this ends before it listens. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly faults: readonly ConfigFault[]) {
    super(['The configuration cannot be used:', ...faults.map((fault) => `  ${fault.name}: ${fault.reason}`)].join('\n'));
  }
}
