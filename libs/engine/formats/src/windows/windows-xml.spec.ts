import { readText } from '../read-text';

const namespace = 'http://schemas.microsoft.com/win/2004/08/events/event';
const system = "<System><Provider Name='Microsoft-Windows-Sysmon' Guid='{5770385F}'/><EventID Qualifiers='0'>1</EventID><Version>5</Version><TimeCreated SystemTime='2026-01-02T03:04:05.678Z'/><Execution ProcessID='4' ThreadID='8'/><Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>ACME-1</Computer><Security UserID='S-1-5-18'/></System>";
const read = (inner: string): Record<string, unknown> => {
  const { format, fields } = readText(`<Event xmlns='${namespace}'>\n  ${system}\n  ${inner}\n</Event>`);
  expect(format).toBe('windows-xml');
  const event = fields['Event'];
  return event as Record<string, unknown>;
};

describe('Windows event XML', () => {
  it('becomes what converters of evtx files print', () => {
    expect(read("<EventData><Data Name='CommandLine'>a &lt;b&gt; &amp;amp; &#x41;</Data><Data Name='Empty'/></EventData>")).toEqual({
      System: {
        Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon', Guid: '{5770385F}' } }, EventID: { '#attributes': { Qualifiers: '0' }, '#text': 1 }, Version: 5,
        TimeCreated: { '#attributes': { SystemTime: '2026-01-02T03:04:05.678Z' } }, Execution: { '#attributes': { ProcessID: 4, ThreadID: 8 } },
        Channel: 'Microsoft-Windows-Sysmon/Operational', Computer: 'ACME-1', Security: { '#attributes': { UserID: 'S-1-5-18' } },
      },
      EventData: { CommandLine: 'a <b> &amp; A', Empty: '' },
    });
  });

  it.each([
    ['unnamed data', '<EventData><Data>a</Data><Data> b\n</Data><Binary>00</Binary></EventData>', { EventData: { Data: { '#text': ['a', ' b\n'] }, Binary: '00' } }],
    ['one unnamed datum', '<EventData><Data>a</Data></EventData>', { EventData: { Data: { '#text': 'a' } } }],
    ['a name that comes twice', "<EventData><Data Name='x'>1</Data><Data Name='x'>2</Data></EventData>", { EventData: { x: ['1', '2'] } }],
    ['user data', "<UserData><LogFileCleared xmlns='x'><SubjectUserName>ann</SubjectUserName></LogFileCleared></UserData>", { UserData: { LogFileCleared: { SubjectUserName: 'ann' } } }],
    ['the rendered message', "<EventData><Data>a</Data></EventData><RenderingInfo Culture='en-US'><Message>Something &quot;happened&quot;</Message></RenderingInfo>", { EventData: { Data: { '#text': 'a' }, Message: 'Something "happened"' }, RenderingInfo: { Message: 'Something "happened"' } }],
    ['CDATA', "<EventData><Data Name='x'><![CDATA[<a> &amp; b]]></Data></EventData>", { EventData: { x: '<a> &amp; b' } }],
  ])('reads %s', (_, inner, expected) => {
    expect(read(inner)).toMatchObject(expected);
  });

  it('reads an event inside of <Events>, with a declaration before it', () => {
    expect(readText(`<?xml version="1.0"?><Events><Event>${system}</Event></Events>`).fields).toMatchObject({ Event: { System: { Computer: 'ACME-1' } } });
  });

  it('expands no entity of a document type, and refuses the record', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE e [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]><Event>${system}<EventData><Data Name="x">&b;</Data></EventData></Event>`;
    expect(readText(bomb).format).toBe('text');
    expect(read('<EventData><Data Name="x">&b;&nbsp;</Data></EventData>')).toMatchObject({ EventData: { x: '&b;&nbsp;' } });
  });

  it('reaches no prototype', () => {
    const event = read("<EventData><Data Name='__proto__'>1</Data><Data Name='constructor'>2</Data></EventData>");
    const data = event['EventData'];
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect(data).toMatchObject({ constructor: '2' });
    expect(readText(`<Event>${system}<EventData><__proto__><polluted>1</polluted></__proto__></EventData></Event>`).format).toBe('text');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each(['<Event>', '<Event><Other/></Event>', `<Event>${'<a>'.repeat(1000)}`, '<Events></Events>', '<Eventual>x'])('takes %s for text', (text) => {
    expect(readText(text).format).toBe('text');
  });
});
