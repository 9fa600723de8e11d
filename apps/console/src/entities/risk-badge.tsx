import classes from './entities.module.css';
import { riskLevel, riskWords } from './risk';

/** By number, by word and by colour. */
export function RiskBadge({ score }: { score: number }) {
  const { level, words } = riskLevel(score);
  return (
    <span className={classes.risk} data-level={level}>
      <strong>{riskWords(score)}</strong> {words.toLowerCase()}
    </span>
  );
}
