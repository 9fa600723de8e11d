/** RFC 5424, table 1. */
const facilities = [
  'kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp', 'ntp', 'security', 'console', 'solaris-cron',
  'local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7',
] as const;

/** RFC 5424, table 2. */
const severities = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug'] as const;

export interface Priority {
  readonly priority: number;
  readonly facility: string;
  readonly severity: string;
  /** Where the text goes on. */
  readonly end: number;
}

const form = /<(\d{1,3})>/y;

/** `<34>` at the beginning of a text; undefined when there is none, or above 191. */
export function priorityOf(text: string): Priority | undefined {
  form.lastIndex = 0;
  const found = form.exec(text);
  const priority = Number(found?.[1]);
  if (!found || priority > 191) return undefined;
  return { priority, facility: facilities[priority >> 3] ?? '', severity: severities[priority & 7] ?? '', end: form.lastIndex };
}
