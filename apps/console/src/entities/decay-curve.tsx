import { duration } from '../layout/format-amount';
import classes from './entities.module.css';
import { decayCurve, quietAfter, riskWords } from './risk';

const DAYS = 4;
const POINTS = 41;
const [WIDTH, HEIGHT] = [200, 60];

/** How the score falls from now on, if nothing more is found. */
export function DecayCurve({ score }: { score: number }) {
  const quiet = quietAfter(score);
  const points = decayCurve(score, DAYS, POINTS).map((point) => `${((point.days / DAYS) * WIDTH).toFixed(1)} ${(HEIGHT - (score > 0 ? point.score / score : 0) * (HEIGHT - 4)).toFixed(1)}`);
  return (
    <figure className={classes.decay}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={`M${points.join('L')}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} className={classes.under} />
        <path d={`M${points.join('L')}`} className={classes.curve} />
      </svg>
      <div className={classes.days} aria-hidden="true">
        <span>now</span>
        <span>1 d</span>
        <span>2 d</span>
        <span>3 d</span>
        <span>4 d</span>
      </div>
      <figcaption>
        {quiet === null
          ? 'Nothing that counts today. Each alert adds to the score, and it halves every 24 hours.'
          : `Halves every 24 hours: ${riskWords(score / 2)} this time tomorrow, nothing to speak of in ${days(quiet)}, if no alert adds to it.`}
      </figcaption>
    </figure>
  );
}

function days(length: number): string {
  const whole = Math.ceil(length / 86_400_000);
  return whole > 1 ? `${whole} days` : duration(length);
}
