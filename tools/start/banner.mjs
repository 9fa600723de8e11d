// The last words of a start: where to look, how to get in, and one command that makes something happen.

/** One true attack event: an encoded PowerShell command, as Sysmon reports it (event 1, process creation). */
export const attackEvent = (at) => ({
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  EventID: 1,
  Computer: 'WS-0042.acme.example',
  UtcTime: at.toISOString().replace('T', ' ').replace('Z', ''),
  Image: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  OriginalFileName: 'PowerShell.EXE',
  CommandLine: 'powershell.exe -NoProfile -WindowStyle Hidden -EncodedCommand SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAKQA=',
  ParentImage: 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
  User: 'ACME\\r.doe',
});

/** A command line that a shell takes as one word per quote: single quotes, since JSON has none but escapes. */
export function curlCommand({ url, apiKey, event }) {
  const body = JSON.stringify(event).replaceAll("'", "'\\''");
  return [
    `curl -sS ${url}/v1/events`,
    `-H 'Authorization: Bearer ${apiKey}'`,
    `-H 'Content-Type: application/x-ndjson'`,
    `-H 'Vedette-Source: curl'`,
    `--data-raw '${body}'`,
  ].join(' ');
}

export function banner({ url, demo, home, seconds, services, at }) {
  return [
    '',
    `  Vedette is running (ready in ${seconds.toFixed(0)} s).`,
    '',
    `  Console    ${url}`,
    ...(demo ? [`  Log in     ${demo.email}`, `  Password   ${demo.password}`] : []),
    `  Mail       ${url}/mailbox`,
    `  Services   ${services}`,
    `  Logs       ${home}/logs`,
    '',
    ...(demo ? ['  Send one attack event and watch it arrive:', '', curlCommand({ url, apiKey: demo.apiKey, event: attackEvent(at) }), ''] : []),
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}
