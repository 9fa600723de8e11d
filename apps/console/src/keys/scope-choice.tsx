import { Checkbox } from '@mantine/core';
import classes from './keys.module.css';
import { scopeGroups } from './scopes';

interface ScopeChoiceProps {
  /** What may be chosen. */
  readonly permissions: readonly string[];
  readonly chosen: readonly string[];
  readonly choose: (scopes: readonly string[]) => void;
  readonly refused?: string;
}

/** What a key may do, by noun. */
export function ScopeChoice({ permissions, chosen, choose, refused }: ScopeChoiceProps) {
  return (
    <fieldset className={classes.scopes}>
      <legend>It may</legend>
      {scopeGroups(permissions).map(({ noun, words, scopes }) => (
        <fieldset key={noun} className={classes.noun}>
          <legend>{words}</legend>
          {scopes.map((each) => (
            <Checkbox
              key={each.scope}
              label={each.words}
              description={each.description}
              checked={chosen.includes(each.scope)}
              onChange={({ currentTarget: { checked } }) => choose(checked ? [...chosen, each.scope] : chosen.filter((one) => one !== each.scope))}
            />
          ))}
        </fieldset>
      ))}
      {refused && (
        <p role="alert" className={classes.soon}>
          {refused}
        </p>
      )}
    </fieldset>
  );
}
