import { kindWords } from './kind-words';

describe('the kind of a source in words', () => {
  it('is what people call the log', () => {
    expect(['windows/sysmon', 'aws/cloudtrail', 'm365/audit', 'okta/okta', 'zeek/dce_rpc', 'gcp/gcp.audit'].map(kindWords)).toEqual(['Windows Sysmon', 'AWS CloudTrail', 'Microsoft 365 audit log', 'Okta', 'Zeek dce rpc', 'Google Cloud audit log']);
  });

  it('is itself where nobody here knows it, and never a member of every object', () => {
    expect(kindWords('constructor/toString')).toBe('Constructor toString');
    expect(kindWords('own')).toBe('Own');
    expect(kindWords(null)).toBe('Kind not known yet');
  });
});
