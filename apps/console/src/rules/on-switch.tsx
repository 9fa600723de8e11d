import classes from './rules.module.css';

interface OnSwitchProps {
  readonly on: boolean;
  readonly turn: (on: boolean) => void;
  /** Id of the element that says which rule it is. */
  readonly of: string;
  readonly busy?: boolean;
  readonly disabled?: boolean;
}

/** Whether a rule runs. The knob's place and its sign say it too, not the colour alone. */
export function OnSwitch({ on, turn, of, busy = false, disabled = false }: OnSwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label="On"
      aria-describedby={of}
      aria-busy={busy || undefined}
      disabled={disabled}
      className={classes.switch}
      onClick={() => {
        if (!busy) turn(!on);
      }}
    >
      <svg viewBox="0 0 36 20" width="36" height="20" aria-hidden="true">
        <rect x="1" y="1" width="34" height="18" rx="9" />
        {on ? <path d="m8 10 3 3 5-6" /> : <path d="M23 7.5v5" />}
        <circle cx={on ? 26 : 10} cy="10" r="6" />
      </svg>
    </button>
  );
}
