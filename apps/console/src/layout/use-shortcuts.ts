import { useEffect } from 'react';

const SWITCH = 'vedette-shortcuts';

export function shortcutsOn(): boolean {
  return localStorage.getItem(SWITCH) !== 'off';
}

/** Single keys can be turned off: they get in the way of those who speak to their computer (WCAG 2.1.4). */
export function switchShortcuts(on: boolean): void {
  localStorage.setItem(SWITCH, on ? 'on' : 'off');
}

/** Calls what stands behind a key, unless somebody is typing, a dialog is open or a modifier is held. */
export function useShortcuts(shortcuts: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const action = shortcuts[event.key];
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (!action || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (target?.closest('input, textarea, select, [contenteditable], [role="menu"]') || document.querySelector('[role="dialog"]')) return;
      if (!shortcutsOn()) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
}
