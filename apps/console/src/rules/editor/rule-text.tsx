import { useId, useMemo, useRef } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import frame from '../../layout/code-text.module.css';
import { newLine, offsetOf } from '../../layout/indent';
import type { FindingSeverity } from './finding-list';

interface RuleTextProps {
  readonly text: string;
  readonly change: (text: string) => void;
  /** By line, from 1. */
  readonly marks: ReadonlyMap<number, FindingSeverity>;
  /** Whose field it is, so that a finding can lead there. */
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly readOnly: boolean;
}

// As the gateway keeps.
const MOST_CHARACTERS = 262_144;
const LINE_PX = 20;
const MOST_ROWS = 30;

/** The rule as it is written. What is said of it stands beside, in a region of its own. */
export function RuleText({ text, change, marks, field, readOnly }: RuleTextProps) {
  const id = useId();
  const gutter = useRef<HTMLPreElement>(null);
  // Escape lets the next Tab out: who has no mouse must be able to leave (WCAG 2.1.2).
  const leaving = useRef(false);
  const lines = useMemo(() => text.split('\n').length, [text]);
  const severe = [...marks.values()].includes('error');
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey, currentTarget } = event;
    if (key === 'Escape') leaving.current = true;
    else if (key !== 'Tab' && key !== 'Shift') leaving.current = false;
    if (readOnly || shiftKey || ctrlKey || metaKey || altKey || event.nativeEvent.isComposing) return;
    if (key === 'Tab' && !leaving.current) {
      event.preventDefault();
      insert('  ');
    } else if (key === 'Enter') {
      event.preventDefault();
      insert(newLine(currentTarget.value, currentTarget.selectionStart));
    }
  };
  return (
    <div className={frame.code}>
      <label htmlFor={id} className={frame.label}>
        Rule
      </label>
      <div className={frame.frame} data-faulty={severe || undefined}>
        <pre ref={gutter} aria-hidden="true" className={frame.gutter}>
          {Array.from({ length: lines }, (_, index) => {
            const mark = marks.get(index + 1);
            return (
              <span key={index} data-fault={mark && (mark === 'error' ? 'severe' : 'mild')}>
                {index + 1}
              </span>
            );
          })}
        </pre>
        <textarea
          id={id}
          ref={field}
          className={frame.text}
          value={text}
          rows={Math.max(18, Math.min(MOST_ROWS, lines + 1))}
          maxLength={MOST_CHARACTERS}
          wrap="off"
          readOnly={readOnly}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-invalid={severe || undefined}
          aria-describedby={`${id}-keys`}
          onChange={({ currentTarget }) => change(currentTarget.value)}
          onKeyDown={press}
          onBlur={() => (leaving.current = false)}
          onScroll={({ currentTarget }) => gutter.current?.scrollTo({ top: currentTarget.scrollTop })}
        />
      </div>
      <p id={`${id}-keys`} className={frame.keys}>
        Tab indents; <kbd>Esc</kbd> and then <kbd>Tab</kbd> leaves the field.
      </p>
    </div>
  );
}

/** Puts the caret there, and the line into view. */
export function walkTo(field: HTMLTextAreaElement | null, line: number, column: number | null): void {
  if (!field) return;
  const at = offsetOf(field.value, line, column ?? 1);
  field.focus();
  field.setSelectionRange(at, at);
  const top = (line - 1) * LINE_PX;
  if (top < field.scrollTop || top > field.scrollTop + field.clientHeight - 3 * LINE_PX) field.scrollTop = Math.max(0, top - field.clientHeight / 2);
}

/** As if typed, so that the browser's own undo knows of it; it is old, and nothing newer does that. */
function insert(text: string): void {
  document.execCommand('insertText', false, text);
}
