/** The kit hides this button from those who hear the page; they too want to check what was pasted. */
export const showCharacters = { 'aria-label': 'Show or hide the characters', 'aria-hidden': false, tabIndex: 0 } as const;
