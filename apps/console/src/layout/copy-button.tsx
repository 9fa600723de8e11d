import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { CopyMark, DoneMark } from './marks';

/** Copies text and says whether it did. */
export function CopyButton({ text, children }: { text: string | (() => string); children: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), 2500);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () =>
    navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  return (
    <>
      <Button variant="default" size="xs" leftSection={outcome === 'copied' ? <DoneMark /> : <CopyMark />} onClick={() => void copy()}>
        {children}
      </Button>
      <span role="status" className="muted">
        {outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'The browser refused: select and copy it by hand' : ''}
      </span>
    </>
  );
}
