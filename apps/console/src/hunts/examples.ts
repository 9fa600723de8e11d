/** Questions that are ready to ask: three of the commonest. */
export const examples = [
  {
    name: 'A text in a command line',
    text: ['title: A text in a command line', 'detection:', '  selection:', '    CommandLine|contains: certutil', '  condition: selection', ''].join('\n'),
  },
  {
    name: "A user's events",
    text: [
      "title: A user's events",
      'detection:',
      '  windows:',
      '    User|endswith: \\r.doe',
      '  linux:',
      '    user.name: r.doe',
      '  cloud:',
      '    userIdentity.userName: r.doe',
      '  condition: 1 of them',
      '',
    ].join('\n'),
  },
  {
    name: 'An IP address',
    text: [
      'title: An IP address',
      'detection:',
      '  network:',
      '    DestinationIp: 203.0.113.10',
      '  web:',
      '    c-ip: 203.0.113.10',
      '  honeypot:',
      '    src_ip: 203.0.113.10',
      '  cloud:',
      '    sourceIPAddress: 203.0.113.10',
      '  condition: 1 of them',
      '',
    ].join('\n'),
  },
] as const;
