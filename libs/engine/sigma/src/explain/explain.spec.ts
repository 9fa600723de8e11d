import { compileRules } from '../compile/compiled-rules';
import { loadRules } from '../parse/load-rules';
import { normalise } from '../taxonomy/normalise';

const text = `title: Encoded PowerShell
id: enc
logsource: {product: windows, category: process_creation}
detection:
  img:
    - Image|endswith:
        - '\\powershell.exe'
        - '\\pwsh.exe'
    - OriginalFileName: PowerShell.EXE
  cli:
    CommandLine|contains|windash: ' -enc '
  noUser:
    LogonId: null
  filter:
    ParentImage|endswith: '\\acme.exe'
  condition: img and cli and noUser and not filter
`;
const compiled = compileRules(loadRules([{ origin: 'enc.yml', text }]).rules);
const rule = compiled.rule('enc');

function explain(raw: unknown) {
  if (!rule) throw new Error('the rule did not load');
  return compiled.explain(rule, normalise(raw));
}

describe('explain', () => {
  it('shows each condition as the rule writes it, with the value that met it', () => {
    expect(explain({ Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1, Image: 'C:\\X\\PWSH.exe', CommandLine: 'pwsh /enc AAA', ParentImage: 'C:\\cmd.exe' })).toEqual([
      { field: 'Image', value: 'C:\\X\\PWSH.exe', condition: 'Image|endswith: \\pwsh.exe' },
      { field: 'CommandLine', value: 'pwsh /enc AAA', condition: 'CommandLine|contains|windash:  -enc ' },
      { field: 'LogonId', value: '', condition: 'LogonId: null' },
    ]);
  });

  it('names the field as the event has it where the log renames it', () => {
    const found = explain({ Channel: 'Security', EventID: '4688', NewProcessName: 'C:\\powershell.exe', CommandLine: 'x -enc y' });
    expect(found[0]).toEqual({ field: 'NewProcessName', value: 'C:\\powershell.exe', condition: 'Image|endswith: \\powershell.exe' });
  });

  it('is empty for an event that does not match or is from another log', () => {
    expect(explain({ Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1, Image: 'C:\\pwsh.exe', CommandLine: 'pwsh -enc A', ParentImage: 'C:\\acme.exe' })).toEqual([]);
    expect(explain({ Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 3, Image: 'C:\\pwsh.exe', CommandLine: 'pwsh -enc A' })).toEqual([]);
  });
});
