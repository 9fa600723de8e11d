import classes from './select-box.module.css';

interface SelectBoxProps {
  readonly label: string;
  readonly checked: boolean | 'mixed';
  /** With the shift key: a range. */
  readonly toggle: (range: boolean) => void;
}

/** A checkbox that is a button: the page's single keys go on working while it has the focus. */
export function SelectBox({ label, checked, toggle }: SelectBoxProps) {
  return (
    <button type="button" role="checkbox" aria-checked={checked} aria-label={label} className={classes.target} onClick={({ shiftKey }) => toggle(shiftKey)}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" className={classes.box}>
        {checked === true && <path d="m3.5 8.5 3 3 6-7" />}
        {checked === 'mixed' && <path d="M4 8h8" />}
      </svg>
    </button>
  );
}
