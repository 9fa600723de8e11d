import { CorrelateCommand } from './correlate/correlate-command';
import { ExplainCommand } from './explain/explain-command';
import { LintCommand } from './lint/lint-command';
import { LoginCommand } from './login/login-command';
import { LogoutCommand } from './login/logout-command';
import { WhoamiCommand } from './login/whoami-command';
import { MatchCommand } from './match/match-command';

/** Every command by the words that call it. */
export const commands = {
  login: LoginCommand,
  logout: LogoutCommand,
  whoami: WhoamiCommand,
  'sigma:correlate': CorrelateCommand,
  'sigma:explain': ExplainCommand,
  'sigma:lint': LintCommand,
  'sigma:match': MatchCommand,
};
