/** Why a document was not loaded; `line` and `column` count from 1 and are absent when no place in the text is to blame. */
export interface RefusedRule {
  readonly origin: string;
  readonly ruleId?: string;
  readonly title?: string;
  readonly reason: string;
  readonly line?: number;
  readonly column?: number;
}

export type DocumentPath = readonly (string | number)[];

export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Thrown while one document is read and caught by `loadRules`, which turns it into a `RefusedRule`.
 * `path` leads to the guilty node, so the place is looked up only for the rare refused document.
 */
export class RuleFault extends Error {
  override readonly name = 'RuleFault';
  constructor(
    readonly reason: string,
    readonly path: DocumentPath = [],
    /** Known already when the YAML itself is broken. */
    readonly place?: Place,
  ) {
    super(reason);
  }
}
