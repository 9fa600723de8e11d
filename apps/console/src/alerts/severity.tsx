import type { AlertStatus, Severity } from '@vedette/api-client';
import classes from './severity.module.css';

const words: Readonly<Record<Severity, string>> = { CRITICAL: 'Critical', HIGH: 'High', MEDIUM: 'Medium', LOW: 'Low', INFORMATIONAL: 'Info' };
const bars: Readonly<Record<Severity, number>> = { CRITICAL: 4, HIGH: 3, MEDIUM: 2, LOW: 1, INFORMATIONAL: 0 };
export const statusWords: Readonly<Record<AlertStatus, string>> = { OPEN: 'Open', ACKNOWLEDGED: 'Acknowledged', CLOSED: 'Closed' };

/** By word, by the number of bars and by colour: never by colour alone. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  return (
    <span className={classes.severity} data-severity={severity}>
      <svg viewBox="0 0 16 12" width="16" height="12" aria-hidden="true">
        {[0, 1, 2, 3].map((bar) => (
          <rect key={bar} x={bar * 4} y={9 - bar * 3} width="3" height={3 + bar * 3} rx="0.5" className={bar < bars[severity] ? classes.on : classes.off} />
        ))}
      </svg>
      {words[severity]}
    </span>
  );
}

export function StatusBadge({ status }: { status: AlertStatus }) {
  return (
    <span className={classes.status} data-status={status}>
      {statusWords[status]}
    </span>
  );
}
