import { Button, TextInput } from '@mantine/core';
import { useDeferredValue, useId, useState } from 'react';
import { wordsOf } from '../api/words-of';
import classes from './noise.module.css';
import { useFoundRules, useRuleTitles } from './use-noise';

interface RuleChoiceProps {
  readonly label: string;
  readonly description: string;
  readonly chosen: readonly string[];
  readonly choose: (ids: readonly string[]) => void;
  readonly most: number;
  readonly error?: string;
}

/** Rules, found by words of their titles. */
export function RuleChoice({ label, description, chosen, choose, most, error }: RuleChoiceProps) {
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const found = useFoundRules(asked);
  const titles = useRuleTitles(chosen);
  const id = useId();
  const offered = found.data?.filter((rule) => rule.id !== '' && !chosen.includes(rule.id)) ?? [];
  return (
    <div className={classes.choice}>
      <TextInput
        label={label}
        description={description}
        type="search"
        placeholder="Words of its title, or its id"
        maxLength={200}
        disabled={chosen.length >= most}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          // Enter looks for rules; it must not send a form that is half filled in.
          if (event.key === 'Enter') event.preventDefault();
        }}
        aria-controls={id}
        error={error}
      />
      {chosen.length > 0 && (
        <ul className={classes.chosen}>
          {chosen.map((rule) => (
            <li key={rule}>
              <span>{titles.get(rule) ?? rule}</span>
              <Button size="compact-sm" variant="subtle" aria-label={`Take out ${titles.get(rule) ?? rule}`} onClick={() => choose(chosen.filter((each) => each !== rule))}>
                Take out
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div id={id} aria-live="polite">
        {asked !== '' && found.isError && <p>{wordsOf(found.error)}</p>}
        {asked !== '' && found.data && offered.length === 0 && <p className="muted">No rule has these words.</p>}
        {asked !== '' && offered.length > 0 && (
          <ul className={classes.found} aria-label="Rules found">
            {offered.map((rule) => (
              <li key={rule.id}>
                <button
                  type="button"
                  onClick={() => {
                    choose([...chosen, rule.id]);
                    setText('');
                  }}
                >
                  {rule.title} <span className="muted">{rule.level}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
