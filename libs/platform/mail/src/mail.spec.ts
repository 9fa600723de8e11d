import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { openMail } from './mail';
import type { Mail } from './mail';

const letter = { to: 'ada@acme.example', subject: 'Confirm your address — Vedette', text: 'Open https://vedette.example/verify' };

describe('mail over SMTP', () => {
  const received: { to: string[]; from: string; body: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: (address, _session, callback) => {
      if (address.address.startsWith('nobody@')) return callback(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      if (address.address.startsWith('later@')) return callback(Object.assign(new Error('greylisted'), { responseCode: 451 }));
      callback();
    },
    onData: (stream, session, callback) => {
      let body = '';
      stream.on('data', (chunk: Buffer) => (body += chunk.toString()));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({ to: rcptTo.map((each) => each.address), from: mailFrom ? mailFrom.address : '', body });
        callback();
      });
    },
  });
  let mail: Mail;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    mail = openMail({ url: `smtp://127.0.0.1:${port}`, from: 'Vedette <vedette@vedette.example>' });
  });
  afterAll(async () => {
    mail.close();
    await new Promise<void>((resolve) => server.close(resolve));
  });

  it('delivers to the one address it was given', async () => {
    await mail.send(letter);
    expect(received).toMatchObject([{ to: ['ada@acme.example'], from: 'vedette@vedette.example' }]);
    expect(received[0]?.body).toContain('https://vedette.example/verify');
  });

  it('calls a refused recipient a refusal and a greylisted one an outage', async () => {
    await expect(mail.send({ ...letter, to: 'nobody@acme.example' })).rejects.toMatchObject({ code: 'mail.rejected' });
    await expect(mail.send({ ...letter, to: 'later@acme.example' })).rejects.toMatchObject({ name: 'Outage', dependency: 'mail' });
  });

  it('calls a server that is not there an outage', async () => {
    const lost = openMail({ url: 'smtp://127.0.0.1:1' });
    await expect(lost.send(letter)).rejects.toMatchObject({ name: 'Outage', dependency: 'mail' });
    lost.close();
  });

  it.each(['a@b.example,c@d.example', 'a@b.example\r\nBcc: c@d.example', 'Ada <a@b.example>', '', 'plain'])(
    'refuses %p as a recipient',
    async (to) => {
      await expect(mail.send({ ...letter, to })).rejects.toMatchObject({ code: 'mail.address_malformed' });
      expect(received).toHaveLength(1);
    },
  );
});

describe('the mailbox of development', () => {
  it('keeps the last fifty, newest first, and sends nothing', async () => {
    const mail = openMail({ url: 'mailbox' });
    for (let number = 1; number <= 60; number += 1) await mail.send({ ...letter, subject: `number ${number}` });
    const subjects = mail.mailbox?.messages().map((each) => each.subject) ?? [];
    expect(subjects).toHaveLength(50);
    expect([subjects[0], subjects[49]]).toEqual(['number 60', 'number 11']);
  });
});
