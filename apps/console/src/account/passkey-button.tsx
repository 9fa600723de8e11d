import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { PasskeyMark } from './passkey-mark';

export function PasskeyButton({ busy, press, children, variant = 'default' }: { busy: boolean; press: () => void; children: ReactNode; variant?: 'default' | 'filled' }) {
  return (
    // In a dialog it is what the focus goes to.
    <Button data-autofocus variant={variant} size="md" leftSection={<PasskeyMark />} loading={busy} onClick={press}>
      {children}
    </Button>
  );
}
