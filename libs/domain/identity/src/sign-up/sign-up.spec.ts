import { isDisposableMail, isPublicMail, registrableDomain } from './mail-domain';
import { trialSubject } from './trial-subject';

describe('whose trial it is', () => {
  it.each([
    ['ada@acme.example', 'domain:acme.example'],
    ['ada@mail.eu.acme.example', 'domain:acme.example'],
    ['ada@team.acme.co.uk', 'domain:acme.co.uk'],
    ['ada@acme.com.br', 'domain:acme.com.br'],
    ['ada@gmail.com', 'address:ada@gmail.com'],
    ['a.d.a+second@gmail.com', 'address:ada@gmail.com'],
    ['ada@googlemail.com', 'address:ada@gmail.com'],
    ['a.da+x@gmx.de', 'address:a.da@gmx.de'],
    ['one@mailinator.com', 'domain:mailinator.com'],
    ['two@box.mailinator.com', 'domain:mailinator.com'],
  ])('of %s is %s', (email, subject) => {
    expect(trialSubject(email)).toBe(subject);
  });

  it('is told by domains that are what they are taken for', () => {
    expect(['gmail.com', 'web.de', 'qq.com', 'acme.example'].map(isPublicMail)).toEqual([true, true, true, false]);
    expect(['mailinator.com', 'any.yopmail.com', 'gmail.com', 'acme.example', 'com'].map(isDisposableMail)).toEqual([true, true, false, false, false]);
    expect(['a.b.c.example.org', 'example.org', 'x.example.co.nz', 'example.de'].map(registrableDomain)).toEqual([
      'example.org', 'example.org', 'example.co.nz', 'example.de',
    ]);
  });

  it('fits into what the directory stores', () => {
    expect(trialSubject(`${'x'.repeat(64)}@${'y'.repeat(60)}.${'z'.repeat(60)}.example`).length).toBeLessThanOrEqual(340);
  });
});
