import { wordsOf } from '../api/words-of';
import classes from './form-problem.module.css';

/** One line above the button, read out when it appears. */
export function FormProblem({ message, error }: { message?: string | null; error?: unknown }) {
  const words = message ?? (error ? wordsOf(error) : null);
  return (
    <div role="alert" className={words ? classes.problem : classes.none}>
      {words}
    </div>
  );
}
