import { isDisposableMail, isPublicMail, registrableDomain } from './mail-domain';

/**
 * Whose one trial it is: a company's by its domain; a person's by their address where the domain is everybody's. A disposable
 * domain counts as one company, since its addresses cost nothing.
 * @param emailKey as `EmailAddress.key`
 */
export function trialSubject(emailKey: string): string {
  const at = emailKey.lastIndexOf('@');
  const domain = emailKey.slice(at + 1);
  if (isPublicMail(domain) && !isDisposableMail(domain)) return `address:${onePerson(emailKey.slice(0, at), domain)}`;
  return `domain:${registrableDomain(domain)}`;
}

/** `a.d.a+trial2@gmail.com` reaches whom `ada@gmail.com` reaches. For this alone: elsewhere they are two addresses. */
function onePerson(local: string, domain: string): string {
  const [person = ''] = local.split('+', 1);
  const google = domain === 'gmail.com' || domain === 'googlemail.com';
  return google ? `${person.replaceAll('.', '')}@gmail.com` : `${person}@${domain}`;
}
