import { Checkbox, TextInput } from '@mantine/core';
import { useId } from 'react';
import { days } from './noise-words';
import classes from './noise.module.css';
import type { NotificationDraft } from './notification-draft';
import { timeZones } from './time-zones';

interface QuietFieldsProps {
  readonly draft: NotificationDraft;
  readonly set: (change: Partial<NotificationDraft>) => void;
  readonly error: string | undefined;
}

/** Hours of a wall clock in which mail waits. */
export function QuietFields({ draft, set, error }: QuietFieldsProps) {
  const zones = useId();
  return (
    <div className={classes.quiet}>
      <Checkbox label="Quiet hours" description="Mail waits, and goes as one digest at their end" checked={draft.isQuiet} onChange={({ currentTarget: { checked } }) => set({ isQuiet: checked })} />
      {draft.isQuiet && (
        <>
          <div className={classes.fields}>
            <TextInput label="From" type="time" value={draft.from} onChange={({ currentTarget: { value } }) => set({ from: value })} />
            <TextInput label="To" type="time" description={draft.to <= draft.from ? 'On the next day' : undefined} value={draft.to} onChange={({ currentTarget: { value } }) => set({ to: value })} />
            <TextInput label="Time zone" list={zones} value={draft.timeZone} onChange={({ currentTarget: { value } }) => set({ timeZone: value })} />
            <datalist id={zones}>
              {timeZones.map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </div>
          <fieldset className={classes.group}>
            <legend>Begin on</legend>
            {days.map(([day, name]) => (
              <Checkbox key={day} label={name} checked={draft.days.includes(day)} onChange={({ currentTarget: { checked } }) => set({ days: checked ? [...draft.days, day] : draft.days.filter((one) => one !== day) })} />
            ))}
          </fieldset>
          <Checkbox label="Critical alerts break through" checked={draft.criticalBreaksThrough} onChange={({ currentTarget: { checked } }) => set({ criticalBreaksThrough: checked })} />
          {error && <p role="alert" className={classes.wrong}>{error}</p>}
        </>
      )}
    </div>
  );
}
