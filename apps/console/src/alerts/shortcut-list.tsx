import { Checkbox, Modal } from '@mantine/core';
import { useState } from 'react';
import { shortcutsOn, switchShortcuts } from '../layout/use-shortcuts';

const keys = [
  ['j', 'Next alert'],
  ['k', 'Previous alert'],
  ['Enter', 'Open the alert that has the focus'],
  ['x', 'Choose the alert, or leave it out'],
  ['X', 'Choose all from the last one'],
  ['a', 'Acknowledge what is chosen'],
  ['Esc', 'Choose nothing'],
  ['n', 'Show new alerts'],
  ['p', 'Pause or resume'],
  ['?', 'This list'],
] as const;

export function ShortcutList({ opened, close }: { opened: boolean; close: () => void }) {
  const [on, setOn] = useState(shortcutsOn);
  return (
    <Modal opened={opened} onClose={close} title="Keyboard shortcuts" closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="stack">
        {keys.map(([key, meaning]) => (
          <div key={key} className="row">
            <kbd>{key}</kbd> {meaning}
          </div>
        ))}
        <Checkbox
          label="Single-key shortcuts are on"
          checked={on}
          onChange={({ currentTarget: { checked } }) => {
            switchShortcuts(checked);
            setOn(checked);
          }}
        />
      </div>
    </Modal>
  );
}
