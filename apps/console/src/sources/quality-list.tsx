import type { Books } from './ledger-sum';
import { qualityNotes } from './quality-words';
import classes from './sources.module.css';

/** What is wrong with a source's events, and what to do. Nothing where nothing is. */
export function QualityList({ books }: { books: Books }) {
  const notes = qualityNotes(books);
  if (notes.length === 0) return null;
  return (
    <ul className={classes.quality} aria-label="Quality, last 7 days">
      {notes.map(({ flaw, words, remedy }) => (
        <li key={flaw}>
          <strong>{words}.</strong> <span className="muted">{remedy}</span>
        </li>
      ))}
    </ul>
  );
}
