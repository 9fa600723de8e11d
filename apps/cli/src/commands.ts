import { CorrelateCommand } from './correlate/correlate-command';
import { ExplainCommand } from './explain/explain-command';
import { LintCommand } from './lint/lint-command';
import { MatchCommand } from './match/match-command';

/** Every command by the words that call it. */
export const commands = {
  'sigma:correlate': CorrelateCommand,
  'sigma:explain': ExplainCommand,
  'sigma:lint': LintCommand,
  'sigma:match': MatchCommand,
};
