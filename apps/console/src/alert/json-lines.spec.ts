import { jsonLines } from './json-lines';
import { visibleText } from '../layout/visible-text';

const marked = (event: unknown, fields: string[]) => jsonLines(event, fields).flatMap(({ text, marked: on }) => (on ? [text.trim()] : []));

describe('the original event', () => {
  const event = { Image: 'cmd.exe', EventData: { CommandLine: 'cmd /c', list: [{ Image: 'x' }] }, User: 'r' };

  it('has the matched fields marked, nested ones by their path', () => {
    expect(marked(event, ['EventData.CommandLine'])).toEqual(['"CommandLine": "cmd /c",']);
    expect(marked(event, ['CommandLine', 'User'])).toEqual(['"CommandLine": "cmd /c",', '"User": "r"']);
    expect(marked(event, ['Line'])).toEqual([]);
  });

  it('is whole, and still JSON', () => {
    const lines = jsonLines({ ...event, odd: '"\u202e": {\n' }, []);
    expect(JSON.parse(lines.map(({ text }) => text).join('\n'))).toEqual({ ...event, odd: '"\u202e": {\n' });
  });

  it('shows what turns the direction of reading', () => {
    expect(visibleText('t\u202etxt.exe')).toBe('t\\u202etxt.exe');
    expect(visibleText('a\u0000\u200bb\n')).toBe('a\\u0000\\u200bb\n');
    expect(visibleText('Ünïcode 🐎 stays')).toBe('Ünïcode 🐎 stays');
  });
});
