import { visibleText } from '../layout/visible-text';
import { diffKinds } from './diff-kinds';
import classes from './rule.module.css';

/** A unified diff, coloured; its own signs say the same. */
export function DiffText({ label, diff }: { label: string; diff: string }) {
  const lines = diffKinds(diff.replace(/\r\n?/g, '\n'));
  if (lines.length === 0) return <p className="muted">Nothing differs.</p>;
  return (
    <pre tabIndex={0} role="group" aria-label={label} className={classes.diff}>
      {lines.map(({ kind, line }, index) => (
        <span key={index} data-kind={kind}>
          {visibleText(line)}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
