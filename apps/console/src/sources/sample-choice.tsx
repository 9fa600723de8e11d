import { Textarea } from './textarea';
import { ChoiceBar } from '../layout/choice-bar';
import classes from './source.module.css';

const choices = [
  ['newest', 'The newest events'],
  ['pasted', 'Lines of mine'],
] as const;

interface SampleChoiceProps {
  /** Null: the newest events of the source. */
  readonly lines: string | null;
  readonly change: (lines: string | null) => void;
}

/** On what a mapping is tried. */
export function SampleChoice({ lines, change }: SampleChoiceProps) {
  return (
    <div className={classes.samples}>
      <div className="row">
        <span aria-hidden="true">Try it on</span>
        <ChoiceBar legend="Try it on" choices={choices} chosen={lines === null ? 'newest' : 'pasted'} choose={(chosen) => change(chosen === 'newest' ? null : '')} />
      </div>
      {lines !== null && <Textarea label="Sample lines" description="One event a line, as it is sent: JSON or text. The first five are read." value={lines} change={change} />}
    </div>
  );
}
