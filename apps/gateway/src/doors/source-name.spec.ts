import { sourceName } from './source-name';

it.each([
  ['/var/log/auth.log', 'var-log-auth.log'],
  ['WinEventLog:Security', 'wineventlog-security'],
  ['logs-nginx.access-default', 'logs-nginx.access-default'],
  ['.ds-logs', 'ds-logs'],
  ['Überwachung', 'berwachung'],
  ['x'.repeat(1_000_000), 'x'.repeat(64)],
  ['', undefined],
  ['///', undefined],
  [7, undefined],
  [undefined, undefined],
])('%p is the source %p', (text, name) => {
  expect(sourceName(text)).toBe(name);
  if (name) expect(name).toMatch(/^[a-z0-9][a-z0-9._-]{0,63}$/);
});
