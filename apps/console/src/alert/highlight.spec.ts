import { highlight } from './highlight';

const marked = (value: string, condition: string) => highlight(value, condition).map(({ text, marked: on }) => (on ? `[${text}]` : text)).join('');

describe('what is highlighted in a matched value', () => {
  it.each([
    ['powershell -enc SQBF', 'CommandLine|contains: -ENC', 'powershell [-enc] SQBF'],
    ['C:\\Windows\\cmd.exe', 'Image|endswith: \\cmd.exe', 'C:\\Windows[\\cmd.exe]'],
    ['4624', 'EventID: 4624', '[4624]'],
    ['203.0.113.7', 'ip|cidr: 203.0.113.0/24', '[203.0.113.7]'],
    ['anything', 'field|exists', '[anything]'],
    ['<script>alert(1)</script>', 'q|contains: alert', '<script>[alert](1)</script>'],
    // Its lower case is longer than itself: positions would be off by one.
    ['İx cmd', 'f|contains: cmd', '[İx cmd]'],
  ])('of %p under %p', (value, condition, expected) => {
    expect(marked(value, condition)).toBe(expected);
  });

  it('never loses a character', () => {
    expect(highlight('a -enc b', 'c|contains: -enc').map(({ text }) => text).join('')).toBe('a -enc b');
  });
});
