import { Link } from 'react-router';
import { visibleText } from '../../layout/visible-text';
import { rulePath } from '../rule-path';
import type { SavedRule } from './use-save';

export interface Saved {
  readonly path: string;
  readonly version: number;
  readonly rules: readonly SavedRule[];
  readonly left: readonly string[];
}

const MOST_LINKS = 5;

/** That it was saved, and the way to the rule. */
export function SavedWords({ saved: { version, rules, left } }: { saved: Saved }) {
  return (
    <div>
      <p>
        Saved as version {version}. {stateWords(rules)}
      </p>
      <ul>
        {rules.slice(0, MOST_LINKS).map(({ id, title }) => (
          <li key={id}>
            <Link to={rulePath(id)}>{rules.length > 1 ? visibleText(title) : 'Open the rule'}</Link>
          </li>
        ))}
      </ul>
      {left.slice(0, MOST_LINKS).map((words) => (
        <p key={words}>{visibleText(words)}</p>
      ))}
    </div>
  );
}

function stateWords(rules: readonly SavedRule[]): string {
  const on = rules.filter(({ enabled }) => enabled).length;
  const it = rules.length === 1 ? 'It is' : 'They are';
  if (rules.length === 0) return '';
  return on === rules.length ? `${it} on.` : on === 0 ? `${it} off.` : `${on} of ${rules.length} are on.`;
}
