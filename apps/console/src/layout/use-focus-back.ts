import { useEffect, useState } from 'react';

/**
 * For a dialog that is in the page only while it is open: the kit gives the focus back when a dialog closes, not when it
 * is taken away. Whoever uses the keyboard goes on where they were.
 */
export function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    },
    [opener],
  );
}
