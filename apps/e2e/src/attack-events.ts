/** One encoded PowerShell command on `host`: fires exactly one starter rule, so that counts can be exact. */
export function encodedCommand(host: string, at: number): object {
  return {
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Provider_Name: 'Microsoft-Windows-Sysmon',
    EventID: 1,
    Computer: host,
    UtcTime: new Date(at).toISOString().replace('T', ' ').slice(0, 23),
    Image: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    CommandLine: 'powershell.exe -NoProfile -EncodedCommand SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAKQA=',
    ParentImage: 'C:\\Windows\\System32\\cmd.exe',
    User: 'ACME\\operator',
  };
}

export function ordinaryProcess(host: string, at: number): object {
  return { ...encodedCommand(host, at), Image: 'C:\\Windows\\System32\\notepad.exe', CommandLine: 'notepad.exe notes.txt' };
}

/** A network logon of `account` that failed; ten of them within ten minutes make the first part of a correlation. */
export function failedLogon(account: string, address: string, at: number): object {
  return {
    Channel: 'Security',
    Provider_Name: 'Microsoft-Windows-Security-Auditing',
    EventID: 4625,
    Computer: 'dc-1.acme.example',
    TimeCreated: new Date(at).toISOString(),
    TargetUserName: account,
    IpAddress: address,
    LogonType: 3,
    SubStatus: '0xC000006A',
  };
}

export function networkLogon(account: string, address: string, at: number): object {
  return { ...failedLogon(account, address, at), EventID: 4624, SubStatus: undefined };
}
