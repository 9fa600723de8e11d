import classes from './password-meter.module.css';
import { passwordStrength } from './password-strength';

const steps = [1, 2, 3, 4] as const;

/** Said in words beneath the field; the bar only repeats them. */
export function PasswordMeter({ id, password }: { id: string; password: string }) {
  const { level, words } = passwordStrength(password);
  return (
    <div className={classes.meter}>
      <div className={classes.bar} aria-hidden="true">
        {steps.map((step) => (
          <span key={step} data-filled={step <= level || undefined} data-level={level} />
        ))}
      </div>
      <p id={id} className="muted">
        {words}
      </p>
    </div>
  );
}
