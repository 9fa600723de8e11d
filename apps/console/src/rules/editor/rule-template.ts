/** What a new rule begins with; `day` is `2026-11-21`. */
export function ruleTemplate(id: string, day: string): string {
  return `title: Script host started by an office program
id: ${id}
status: experimental
description: Says what is seen, why it matters and what to look at first
author: Your name
date: ${day}
tags:
  - attack.execution
logsource:
  category: process_creation
  product: windows
detection:
  selection:
    ParentImage|endswith: '\\winword.exe'
    Image|endswith: '\\wscript.exe'
  condition: selection
falsepositives:
  - Unknown
level: medium
`;
}

/** An event that the template matches. */
export const exampleEvent = `{
  "Channel": "Microsoft-Windows-Sysmon/Operational",
  "EventID": 1,
  "Image": "C:\\\\Windows\\\\System32\\\\wscript.exe",
  "ParentImage": "C:\\\\Office\\\\WINWORD.EXE"
}`;

/** A version 4 UUID (RFC 9562). The browser's own `randomUUID` is not there on plain HTTP; this is. */
export function newRuleId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte, at) => (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
