import { curlCommand } from './sample-event';

describe('the command on the empty page', () => {
  const command = curlCommand('https://vedette.example', '$VEDETTE_KEY');

  it('carries one JSON object that a shell hands over untouched', () => {
    const body = /--data-raw '([^']*)'$/.exec(command)?.[1] ?? '';
    expect(JSON.parse(body)).toMatchObject({ EventID: 1, Image: 'C:\\Windows\\System32\\certutil.exe' });
  });

  it('lets the shell put in the key', () => {
    expect(command).toContain('"Authorization: Bearer $VEDETTE_KEY"');
  });
});
