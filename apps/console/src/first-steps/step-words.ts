/** What each step is called, and where it is done. One that is not known here is not shown. */
export const stepWords: Readonly<Record<string, { readonly words: string; readonly to: string }>> = {
  'key-created': { words: 'Create an API key', to: '/keys' },
  'event-received': { words: 'Send events of your own', to: '/sources?send=http' },
  'alert-opened': { words: 'See a first alert', to: '/sources' },
  'teammate-invited': { words: 'Invite a teammate', to: '/members' },
  'factor-added': { words: 'Add a second factor to your account', to: '/account' },
};
