/** One YAML text: a rule, a filter, a correlation, or several of them separated by `---`. */
export interface RuleDocument {
  /** Names the text in refusals: a path, an address, a table row. */
  readonly origin: string;
  readonly text: string;
}
