/** Lines of syslog as servers write them: text, which the detector reads by its format. */
const hosts = ['bastion', 'files-01'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (number, fill = '0') => String(number).padStart(2, fill);

const line = (time, pick, priority, text) => {
  const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
  return { event: { original: `<${priority}>${months[time.getUTCMonth()]} ${two(time.getUTCDate(), ' ')} ${clock} ${pick(hosts)} ${text}` } };
};
const sshd = (time, pick, text) => line(time, pick, 86, `sshd[${pick.number(500, 9000)}]: ${text}`);

export const ordinary = [
  (time, pick) => sshd(time, pick, `Accepted publickey for deploy from 192.0.2.${pick.number(2, 40)} port ${pick.number(30000, 60000)} ssh2: ED25519 SHA256:q8`),
  (time, pick) => line(time, pick, 78, `CRON[${pick.number(500, 9000)}]: (root) CMD (/usr/lib/sysstat/debian-sa1 1 1)`),
  (time, pick) => line(time, pick, 30, 'systemd[1]: Started Session of User deploy.'),
];

export const attacks = [
  /** A dozen guesses within two minutes: one alert of a correlation. */
  (time, pick) => {
    const address = `203.0.113.${pick.number(20, 90)}`;
    return Array.from({ length: 12 }, (_, n) =>
      sshd(new Date(time.getTime() - (12 - n) * 9_000), pick, `Failed password for invalid user ${pick(['admin', 'oracle', 'test', 'ubuntu'])} from ${address} port ${pick.number(30000, 60000)} ssh2`),
    );
  },
];
