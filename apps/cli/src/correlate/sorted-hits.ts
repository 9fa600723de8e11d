import type { CorrelationRule, RuleHit } from '@vedette/correlation';
import type { Fields } from '@vedette/sigma';
import { fieldValue } from '@vedette/sigma';
import { InputFault } from '../terminal/input-fault';

const maxHits = 5_000_000;

/** Hits of a whole file, to be had in the order of their times. Of their events only what correlations look at is kept. */
export class SortedHits {
  private readonly hits: RuleHit[] = [];
  private readonly names: readonly string[];

  constructor(correlations: readonly CorrelationRule[]) {
    this.names = [
      ...new Set(
        correlations.flatMap(({ groupBy, aliases, condition }) => [
          ...groupBy,
          ...(condition.kind === 'threshold' ? condition.fields : []),
          ...Object.values(aliases).flatMap((fields) => Object.values(fields)),
        ]),
      ),
    ];
  }

  /** @throws InputFault when there are too many to keep */
  add({ ruleId, at, fields, ref }: RuleHit): void {
    if (this.hits.length >= maxHits) throw new InputFault(`more than ${maxHits} hits: too many to sort; leave out --sort and allow for --lateness`);
    this.hits.push({ ruleId, at, fields: this.kept(fields), ref });
  }

  private kept(fields: Fields): Fields {
    return Object.fromEntries(this.names.flatMap((name): [string, unknown][] => {
      const value = fieldValue(fields, name);
      return value === undefined ? [] : [[name, value]];
    }));
  }

  /** Equal times in the order of the file. */
  inOrder(): readonly RuleHit[] {
    return this.hits.sort((a, b) => a.at - b.at);
  }
}
