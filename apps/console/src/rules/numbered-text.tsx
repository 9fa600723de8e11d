import { visibleText } from '../layout/visible-text';
import classes from './rule.module.css';

/** A text to read, its lines numbered. */
export function NumberedText({ label, text }: { label: string; text: string }) {
  const lines = visibleText(text.replace(/\r\n?/g, '\n').replace(/\n$/, '')).split('\n');
  return (
    <div className={classes.numbered}>
      <pre aria-hidden="true" className={classes.gutter}>
        {lines.map((_, index) => index + 1).join('\n')}
      </pre>
      <pre tabIndex={0} role="group" aria-label={label} className={classes.text}>
        {lines.join('\n')}
      </pre>
    </div>
  );
}
