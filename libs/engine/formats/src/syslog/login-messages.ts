import type { FieldBag } from '../record/field-bag';
import { addAddress, addSshLogin } from './ssh-login';

const pamForm = /^pam_\w{1,32}\([\w-]{1,64}:(auth|session|account)\): /;
const valueForm = (name: string): RegExp => new RegExp(`[ ;]${name}=([^ ;]{1,255})`);
const [hostValue, userValue] = [valueForm('rhost'), valueForm('user')];
const sessionForm = /^session (opened|closed) for user ([^\s(]{1,255})/;

function addPam(bag: FieldBag, message: string): void {
  const found = pamForm.exec(message);
  if (!found) return;
  const rest = message.slice(found[0].length, found[0].length + 4096);
  const session = sessionForm.exec(rest);
  if (session) {
    bag.addIfAbsent('action', `session-${session[1]}`);
    if (session[1] === 'opened') bag.addIfAbsent('outcome', 'success');
    bag.addIfAbsent('user', session[2]);
  } else if (rest.startsWith('authentication failure;')) {
    bag.addIfAbsent('action', 'pam-authentication');
    bag.addIfAbsent('outcome', 'failure');
    const [host, user] = [hostValue.exec(rest)?.[1], userValue.exec(rest)?.[1]];
    if (host) addAddress(bag, host);
    bag.addIfAbsent('user', user);
  }
}

const sudoForm = /^\s{0,8}([^\s:]{1,128}) : (.*)$/s;

/** `ann : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls`, the names being Sigma's for the log `sudo`. */
function addSudo(bag: FieldBag, message: string): void {
  const found = sudoForm.exec(message);
  const rest = found?.[2] ?? '';
  const command = rest.indexOf('COMMAND=');
  if (!found || command < 0) return;
  bag.addIfAbsent('user', found[1]);
  for (const part of rest.slice(0, command).split(' ; ', 16)) {
    const pair = /^(TTY|PWD|USER|GROUP|ENV|TSID)=(.*)$/s.exec(part.trim());
    if (pair?.[1]) bag.addIfAbsent(pair[1], pair[2]);
    else if (part.trim() !== '') {
      // `3 incorrect password attempts`, `command not allowed`, `user NOT in sudoers`.
      bag.addIfAbsent('outcome', 'failure');
      bag.addIfAbsent('reason', part.trim());
    }
  }
  bag.addIfAbsent('COMMAND', rest.slice(command + 'COMMAND='.length));
}

const repeatedForm = /^message repeated \d{1,9} times: \[ (.*)\]$/s;

/** Who logged in from where, as far as sshd, PAM and sudo say it. */
export function addLoginFields(bag: FieldBag, program: string, message: string): void {
  const meant = repeatedForm.exec(message)?.[1] ?? message;
  const isSsh = program === 'sshd' || program === 'sshd-session' || program === 'sshd-auth';
  if (isSsh && addSshLogin(bag, meant)) return;
  if (program === 'sudo') addSudo(bag, message);
  addPam(bag, meant);
}
