import type { EnvelopeMode } from '../input/envelope';
import type { RoutingChoice } from '../rules/read-routing';
import type { RuleSetPaths } from '../rules/rule-set';

/** What every command that runs rules over events is told. */
export interface RunInput extends RuleSetPaths {
  /** A file, or `-`. */
  readonly events: string;
  readonly envelope: EnvelopeMode;
  readonly routing: RoutingChoice;
  /** How many refused rules the report names. */
  readonly shownRefusals: number;
  readonly summary: 'text' | 'json' | 'none';
  readonly progress: boolean;
}
