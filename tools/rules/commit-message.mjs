// Conventional Commits 1.0.0. As a program: node tools/rules/commit-message.mjs <file>, e.g. from a commit-msg hook.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const types = ['feat', 'fix', 'docs', 'test', 'refactor', 'perf', 'build', 'ci', 'chore', 'style', 'revert'];
const header = new RegExp(`^(${types.join('|')})(\\([a-z0-9-]+\\))?!?: \\S.*$`);

/** Why a message is refused, or null. Merges and git's own reverts keep the words git gave them. */
export function commitProblem(message) {
  const [first = '', second] = message.replaceAll(/^#.*$\n?/gm, '').trimEnd().split('\n');
  if (/^(Merge|Revert) /.test(first)) return null;
  if (!header.test(first)) return `"${first}" is not "<type>(<scope>): <what changed>" with a type of ${types.join(', ')}`;
  if (first.length > 100) return `the first line has ${first.length} characters; 100 is the most`;
  if (first.endsWith('.')) return 'the first line is a title and takes no full stop';
  if (second) return 'the second line stays empty';
  return null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problem = commitProblem(readFileSync(process.argv[2], 'utf8'));
  if (problem) console.error(`commit message refused: ${problem}`);
  process.exitCode = problem ? 1 : 0;
}
