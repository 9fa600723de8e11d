import { readText } from '../read-text';

const hex = (text: string): string => Buffer.from(text).toString('hex').toUpperCase();
const stamp = 'msg=audit(1364481363.243:24287):';

describe('auditd', () => {
  it("reads the manual's example", () => {
    const text = `type=SYSCALL ${stamp} arch=c000003e syscall=2 success=no exit=-13 a0=7fffd19c5592 a1=0 a2=7fffd19c4b50 a3=a items=1 ppid=2686 pid=3538 auid=1000 tty=pts0 comm="cat" exe="/bin/cat" subj=unconfined_u:unconfined_r key="sshd_config"`;
    expect(readText(text)).toEqual({
      format: 'auditd',
      fields: {
        type: 'SYSCALL', timestamp: '2013-03-28T14:36:03.243Z', sequence: '24287', arch: 'c000003e', syscall: '2', success: 'no', exit: '-13', a0: '7fffd19c5592', a1: '0', a2: '7fffd19c4b50', a3: 'a', items: '1',
        ppid: '2686', pid: '3538', auid: '1000', tty: 'pts0', comm: 'cat', exe: '/bin/cat', subj: 'unconfined_u:unconfined_r', key: 'sshd_config',
      },
    });
  });

  it.each([
    ['a title in hex', `type=PROCTITLE ${stamp} proctitle=${hex('cat\0/etc/passwd')}`, { proctitle: 'cat /etc/passwd' }],
    ['a name in hex', `type=PATH ${stamp} item=0 name=${hex('/tmp/a b')} inode=409248 nametype=NORMAL`, { name: '/tmp/a b', inode: '409248', nametype: 'NORMAL' }],
    ['arguments, in quotes and in hex', `type=EXECVE ${stamp} argc=3 a0="sh" a1="-c" a2=${hex('id; ls')}`, { argc: '3', a0: 'sh', a1: '-c', a2: 'id; ls' }],
    ['an argument in parts', `type=EXECVE ${stamp} argc=2 a0="sh" a1_len=8 a1[0]=${hex('ab')} a1[1]=${hex('cd')}`, { a1: 'abcd' }],
    ['keys joined by 0x01', `type=SYSCALL ${stamp} key=${hex('one\u0001two')}`, { key: ['one', 'two'] }],
    ['register values that look like text', `type=SYSCALL ${stamp} a0=26 a1=6162`, { a0: '26', a1: '6162' }],
    ['a value that is no hex', `type=PATH ${stamp} name=(null) comm=abc`, { name: '(null)', comm: 'abc' }],
    ['what a program reports', `type=USER_LOGIN ${stamp} pid=1 uid=0 msg='op=login acct="root" exe="/usr/sbin/sshd" hostname=? addr=192.0.2.1 terminal=ssh res=failed'`, { op: 'login', acct: 'root', addr: '192.0.2.1', res: 'failed' }],
    ['an account in hex', `type=USER_AUTH ${stamp} msg='op=PAM acct=${hex('a b')} res=failed'`, { acct: 'a b' }],
    ['enriched fields', `type=SYSCALL ${stamp} syscall=59 uid=0 key=(null)\u001dARCH=x86_64 SYSCALL=execve UID="root"`, { key: '(null)', ARCH: 'x86_64', SYSCALL: 'execve', UID: 'root' }],
    ['an interpreted address', `type=SOCKADDR ${stamp} saddr=0200\u001dSADDR={ saddr_fam=inet laddr=192.0.2.1 lport=53 }`, { saddr: '0200', laddr: '192.0.2.1', lport: '53' }],
    ['SELinux', `type=AVC ${stamp} avc:  denied  { read write } for  pid=7 comm="httpd" name="x"`, { seresult: 'denied', seperms: 'read write', pid: '7', comm: 'httpd' }],
    ['a node', `node=web-1 type=CWD ${stamp} cwd="/root"`, { node: 'web-1', type: 'CWD', cwd: '/root' }],
  ])('reads %s', (_, text, expected) => {
    expect(readText(text)).toMatchObject({ format: 'auditd', fields: expected });
  });

  it('does not take other pairs for it', () => {
    expect(readText('type=SYSCALL a=1 b=2').format).toBe('key-value');
    expect(readText('type=SYSCALL msg=audit(x): a=1').format).not.toBe('auditd');
  });
});
