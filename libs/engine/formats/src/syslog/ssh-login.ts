import type { FieldBag } from '../record/field-bag';
import { isIp } from '../record/ip-address';

interface MessageForm {
  readonly before: RegExp;
  readonly action: string;
  readonly outcome?: 'success' | 'failure';
  /** What follows: `ann from 192.0.2.1 port 22`, `ann 192.0.2.1 port 22`, or one of the two alone. */
  readonly rest: 'user from address' | 'user address' | 'address' | 'user' | 'text from address';
}

/** How OpenSSH begins its messages (auth.c, packet.c, sshd-session.c). A login is told by `Accepted` and `Failed` alone, so that an attempt counts once. */
const forms: readonly MessageForm[] = [
  { before: /^Accepted [\w/-]{1,64} for /, action: 'login', outcome: 'success', rest: 'user from address' },
  { before: /^Failed [\w/-]{1,64} for (?:invalid user )?/, action: 'login', outcome: 'failure', rest: 'user from address' },
  { before: /^(?:Invalid|Illegal) user /, action: 'invalid-user', outcome: 'failure', rest: 'user from address' },
  { before: /^input_userauth_request: invalid user /, action: 'invalid-user', outcome: 'failure', rest: 'user' },
  { before: /^error: maximum authentication attempts exceeded for (?:invalid user )?/, action: 'attempts-exceeded', outcome: 'failure', rest: 'user from address' },
  { before: /^Connection from /, action: 'connected', rest: 'address' },
  { before: /^Did not receive identification string from /, action: 'connected', outcome: 'failure', rest: 'address' },
  { before: /^Bad protocol version identification /, action: 'connected', outcome: 'failure', rest: 'text from address' },
  { before: /^Received disconnect from /, action: 'disconnected', rest: 'address' },
  { before: /^(?:Connection (?:closed|reset) by|Disconnected from) (?:(?:authenticating|invalid) )?user /, action: 'disconnected', rest: 'user address' },
  { before: /^(?:Connection (?:closed|reset) by|Disconnected from) /, action: 'disconnected', rest: 'address' },
  // Last, since only the reason behind tells that this is a refusal.
  { before: /^User /, action: 'login-refused', outcome: 'failure', rest: 'user from address' },
];

/** `203.0.113.7 port 22 ssh2`, `203.0.113.7: 11: Bye Bye`, a host's name. */
export function addAddress(bag: FieldBag, text: string): void {
  const [first = '', word, port = ''] = text.trimStart().slice(0, 512).split(' ', 3);
  const colon = first.lastIndexOf(':');
  // `192.0.2.1:11:` is an address with the reason's number behind it, and `::1:` an address with a colon.
  const candidates = [first, first.replace(/:$/, ''), first.replace(/:\d{1,5}:?$/, ''), colon > 0 ? first.slice(0, colon) : first];
  const address = candidates.find(isIp);
  const name = first.replace(/[:,]$/, '');
  if (address !== undefined) bag.addIfAbsent('src_ip', address);
  else if (/^[\w-]{1,63}(\.[\w-]{1,63}){0,32}$/.test(name) && name !== 'UNKNOWN') bag.addIfAbsent('src_host', name);
  if (word === 'port' && /^\d{1,5}(?::|$)/.test(port)) bag.addIfAbsent('src_port', Number.parseInt(port, 10));
}

/** Where the user ends, looked for from behind: a user may call himself `root from 192.0.2.1`. */
function userAndAddress(rest: string, form: MessageForm['rest']): readonly [string, string] {
  if (form === 'address') return ['', rest];
  if (form === 'user') return [rest, ''];
  if (form === 'user address') {
    const port = rest.lastIndexOf(' port ');
    const at = port > 0 ? rest.lastIndexOf(' ', port - 1) : rest.lastIndexOf(' ');
    return at < 0 ? ['', rest] : [rest.slice(0, at), rest.slice(at + 1)];
  }
  const at = rest.lastIndexOf(' from ');
  const address = at < 0 ? '' : rest.slice(at + ' from '.length);
  return [form === 'text from address' ? '' : rest.slice(0, at < 0 ? rest.length : at), address];
}

const refused = ' not allowed because ';

/** `user`, `src_ip`, `src_port`, `action`, `outcome` as far as a message of sshd says them; false when it says none. */
export function addSshLogin(bag: FieldBag, message: string): boolean {
  for (const { before, action, outcome, rest: form } of forms) {
    const found = before.exec(message);
    if (!found) continue;
    let rest = message.slice(found[0].length);
    if (action === 'login-refused') {
      const at = rest.lastIndexOf(refused);
      if (at < 0) return false;
      bag.addIfAbsent('reason', rest.slice(at + refused.length));
      rest = rest.slice(0, at);
    }
    const [user, address] = userAndAddress(rest.replace(/ \[preauth\]$/, ''), form);
    bag.addIfAbsent('action', action);
    bag.addIfAbsent('outcome', outcome);
    if (user !== '') bag.addIfAbsent('user', user);
    if (address !== '') addAddress(bag, address);
    return true;
  }
  return false;
}
