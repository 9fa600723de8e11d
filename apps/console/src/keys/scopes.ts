/** What a key may be allowed, with what it is for. */
export const scopes = [
  { scope: 'event:write', words: 'Send events' },
  { scope: 'alert:read', words: 'Read alerts, and hear of new ones' },
  { scope: 'alert:write', words: 'Acknowledge and close alerts' },
  { scope: 'source:read', words: 'Read sources, and what became of their events' },
  { scope: 'source:write', words: 'Mute sources, and change how they are read' },
  { scope: 'rule:read', words: 'Read rules and coverage' },
  { scope: 'rule:write', words: 'Change rules, and apply folders of them' },
  { scope: 'hunt:read', words: 'Read hunts' },
  { scope: 'hunt:write', words: 'Hunt and backtest' },
] as const;

export const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '180', label: '180 days' },
  { value: '365', label: '1 year' },
];
