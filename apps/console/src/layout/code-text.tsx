import { useId, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import classes from './code-text.module.css';
import { newLine, offsetOf } from './indent';

/** What is wrong with a text, and where: line and column from 1, null where it is the whole. */
export interface TextFault {
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  /** Worth knowing, but it runs. */
  readonly mild?: boolean;
}

interface CodeTextProps {
  readonly label: string;
  readonly text: string;
  readonly change: (text: string) => void;
  readonly faults?: readonly TextFault[];
  readonly least?: number;
}

const MOST_ROWS = 28;
const MOST_CHARACTERS = 100_000;

/** Where a text of many lines is written: monospaced, numbered, with what is wrong said at its line. */
export function CodeText({ label, text, change, faults = [], least = 10 }: CodeTextProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLPreElement>(null);
  // Escape lets the next Tab out: who has no mouse must be able to leave (WCAG 2.1.2).
  const leaving = useRef(false);
  const lines = text.split('\n').length;
  const severe = faults.some(({ mild }) => !mild);
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey, currentTarget } = event;
    if (key === 'Escape') leaving.current = true;
    else if (key !== 'Tab' && key !== 'Shift') leaving.current = false;
    if (shiftKey || ctrlKey || metaKey || altKey || event.nativeEvent.isComposing) return;
    if (key === 'Tab' && !leaving.current) {
      event.preventDefault();
      insert('  ');
    } else if (key === 'Enter') {
      event.preventDefault();
      insert(newLine(currentTarget.value, currentTarget.selectionStart));
    }
  };
  const walkTo = ({ line, column }: TextFault) => {
    if (!area.current || line === null) return;
    const at = offsetOf(text, line, column ?? 1);
    area.current.focus();
    area.current.setSelectionRange(at, at);
  };
  return (
    <div className={classes.code}>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <div className={classes.frame} data-faulty={severe || undefined}>
        <pre ref={gutter} aria-hidden="true" className={classes.gutter}>
          {Array.from({ length: lines }, (_, index) => {
            const fault = faults.find(({ line }) => line === index + 1);
            return (
              <span key={index} data-fault={fault ? (fault.mild ? 'mild' : 'severe') : undefined}>
                {index + 1}
              </span>
            );
          })}
        </pre>
        <textarea
          id={id}
          ref={area}
          className={classes.text}
          value={text}
          rows={Math.max(least, Math.min(MOST_ROWS, lines + 1))}
          maxLength={MOST_CHARACTERS}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-invalid={severe || undefined}
          aria-describedby={`${id}-faults ${id}-keys`}
          onChange={({ currentTarget }) => change(currentTarget.value)}
          onKeyDown={press}
          onBlur={() => (leaving.current = false)}
          onScroll={({ currentTarget }) => gutter.current?.scrollTo({ top: currentTarget.scrollTop })}
        />
      </div>
      <div id={`${id}-faults`} aria-live="polite">
        {faults.length > 0 && (
          <ul className={classes.faults}>
            {faults.map((fault, index) => (
              <li key={index} data-mild={fault.mild || undefined}>
                {fault.line !== null && (
                  <button type="button" className={classes.place} onClick={() => walkTo(fault)}>
                    Line {fault.line}
                    {fault.column === null ? '' : `, column ${fault.column}`}
                  </button>
                )}{' '}
                {fault.mild ? 'Hint: ' : ''}
                {fault.message}
              </li>
            ))}
          </ul>
        )}
      </div>
      <p id={`${id}-keys`} className={classes.keys}>
        Tab indents; <kbd>Esc</kbd> and then <kbd>Tab</kbd> leaves the field.
      </p>
    </div>
  );
}

/** As if typed, so that the browser's own undo knows of it; it is old, and nothing newer does that. */
function insert(text: string): void {
  document.execCommand('insertText', false, text);
}
