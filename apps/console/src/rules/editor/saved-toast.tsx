import { CloseButton } from '@mantine/core';
import { Link } from 'react-router';
import { visibleText } from '../../layout/visible-text';
import { rulePath } from '../rule-path';
import classes from './editor.module.css';
import type { SavedRule } from './use-save';

export interface SavedWords {
  readonly path: string;
  readonly version: number;
  readonly rules: readonly SavedRule[];
  readonly left: readonly string[];
}

const MOST_LINKS = 5;

/** That it was saved, and the way to the rule. It stays until it is closed or the next saving. */
export function SavedToast({ said, dismiss }: { said: SavedWords | null; dismiss: () => void }) {
  const several = (said?.rules.length ?? 0) > 1;
  return (
    <div className={classes.place}>
      {/* Kept in the page while empty: only what comes into a place that was there is read out. */}
      <div role="status" className={said ? classes.toast : undefined} data-left={said && said.left.length > 0 ? true : undefined}>
        {said && (
          <div>
            <p>
              Saved as version {said.version}. {stateWords(said.rules)}
            </p>
            <ul>
              {said.rules.slice(0, MOST_LINKS).map(({ id, title }) => (
                <li key={id}>
                  <Link to={rulePath(id)}>{several ? visibleText(title) : 'Open the rule'}</Link>
                </li>
              ))}
            </ul>
            {said.left.slice(0, MOST_LINKS).map((words) => (
              <p key={words}>{visibleText(words)}</p>
            ))}
          </div>
        )}
        {said && <CloseButton size={28} aria-label="Dismiss" onClick={dismiss} />}
      </div>
    </div>
  );
}

function stateWords(rules: readonly SavedRule[]): string {
  const on = rules.filter(({ enabled }) => enabled).length;
  const it = rules.length === 1 ? 'It is' : 'They are';
  if (rules.length === 0) return '';
  return on === rules.length ? `${it} on.` : on === 0 ? `${it} off.` : `${on} of ${rules.length} are on.`;
}
