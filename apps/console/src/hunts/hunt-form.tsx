import { Button, TextInput } from '@mantine/core';
import type { HuntDetail, StartedKind, TextError } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { useMay } from '../api/viewer';
import { ChoiceBar } from '../layout/choice-bar';
import { CodeText } from '../layout/code-text';
import type { TextFault } from '../layout/code-text';
import { visibleText } from '../layout/visible-text';
import { askedText, titleOf } from './asked-text';
import { examples } from './examples';
import classes from './hunts.module.css';
import { fieldOf, presets, rangeOf } from './range';
import type { TypedRange } from './range';
import { SourceChoice } from './source-choice';
import { useStartHunt } from './use-hunt';

/** Writes a question and asks it; then the page of the new hunt opens. `past` is one to begin from. */
export function HuntForm({ past }: { past?: HuntDetail }) {
  const may = useMay('hunt:write');
  const navigate = useNavigate();
  const [text, setText] = useState<string>(past?.yaml ?? examples[0].text);
  const [range, setRange] = useState<TypedRange>(() => ({
    preset: past ? 'custom' : 'day',
    from: fieldOf(past ? Date.parse(past.from) : Date.now() - 86_400_000),
    to: fieldOf(past ? Date.parse(past.to) + 59_999 : Date.now()),
  }));
  const [sources, setSources] = useState<readonly string[]>(past?.sources ?? []);
  const [refused, setRefused] = useState<string | null>(null);
  const start = useStartHunt(({ id }) => void navigate(`/hunts/${id}`));
  const ask = (kind: StartedKind) => {
    const span = rangeOf(range, Date.now());
    setRefused(typeof span === 'string' ? span : null);
    if (typeof span === 'string') return;
    start.mutate({ kind, yaml: askedText(text).yaml, title: titleOf(text), ...span, sources: sources.length > 0 ? sources : null });
  };
  // What was wrong is about the text that was asked; typing on makes it old.
  const write = (next: string) => {
    setText(next);
    if (start.data) start.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask('HUNT');
  };
  const errors = start.data?.startHunt.userErrors;
  if (!may) return <p className="muted">Your role may look at hunts, but not start them.</p>;
  return (
    <form className={`card ${classes.form}`} onSubmit={submit} aria-label="Question">
      <div className="row">
        <span className="muted">Begin with:</span>
        {examples.map((example) => (
          <Button key={example.name} variant="default" size="xs" onClick={() => write(example.text)}>
            {example.name}
          </Button>
        ))}
      </div>
      <CodeText label="Sigma rule, or a detection alone" text={text} change={write} faults={faultsOf(errors, text)} />
      <div className={classes.choices}>
        <div className="row">
          <ChoiceBar legend="Range of time" choices={presets} chosen={range.preset} choose={(preset) => setRange({ ...range, preset })} />
          {range.preset === 'custom' && (
            <>
              <TextInput type="datetime-local" aria-label="From, UTC" value={range.from} onChange={({ currentTarget: { value } }) => setRange({ ...range, from: value })} />
              <span className="muted">to</span>
              <TextInput type="datetime-local" aria-label="To, UTC" value={range.to} onChange={({ currentTarget: { value } }) => setRange({ ...range, to: value })} />
              <span className="muted">UTC</span>
            </>
          )}
        </div>
        <SourceChoice chosen={sources} choose={setSources} />
      </div>
      <FormProblem message={refused ?? fieldError(errors, 'from') ?? formError(errors, ['yaml', 'from'])} error={start.error} />
      <div className="row">
        <Button type="submit" loading={start.isPending && start.variables.kind === 'HUNT'} disabled={text.trim() === '' || start.isPending}>
          Hunt
        </Button>
        <Button variant="default" loading={start.isPending && start.variables.kind === 'BACKTEST'} disabled={text.trim() === '' || start.isPending} onClick={() => ask('BACKTEST')}>
          Backtest
        </Button>
        <span className="muted">A hunt shows every match. A backtest leaves out what is excluded, and predicts alerts.</span>
      </div>
    </form>
  );
}

/** What the gateway says of a text, at the lines that were typed. */
function faultsOf(errors: readonly TextError[] | undefined, text: string): TextFault[] {
  const { place } = askedText(text);
  return (errors ?? [])
    .filter(({ field }) => field === 'yaml')
    .map(({ message, reason, line, column }) => ({ line: null, column: null, ...(line === null ? {} : place(line, column)), message: visibleText(reason ?? message) }));
}
