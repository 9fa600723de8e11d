import { refusals } from '@vedette/kernel';

/** Every code of identity. What would tell a stranger whether an address, key or token exists shares one code. */
export const refuse = refusals({
  'auth.invalid_credentials': { class: 'unauthenticated', text: 'The e-mail address or the password is wrong.' },
  'auth.unauthenticated': { class: 'unauthenticated', text: 'Sign in first.' },
  'auth.jwt_refused': { class: 'unauthenticated', text: 'JSON Web Tokens are not accepted here; use an API key (vdt_…).' },
  'auth.forbidden': { class: 'forbidden', text: 'Your role does not allow this.' },
  'auth.busy': { class: 'rate-limited', text: 'Too many people are signing in right now; try again in a moment.' },
  'email.malformed': { class: 'invalid', text: 'This is not an e-mail address.' },
  'organisation.malformed': { class: 'invalid', text: 'An organisation has a name of 1 to 100 printable characters.' },
  'password.too_short': { class: 'invalid', text: 'A password has at least 15 characters; a few words make a good one.' },
  'password.too_long': { class: 'invalid', text: 'A password has at most 1024 bytes.' },
  'password.breached': { class: 'invalid', text: 'This password is known from breaches; choose another.' },
  'password.pattern': { class: 'invalid', text: 'This password repeats itself or follows a row of keys; choose another.' },
  'password.personal': {
    class: 'invalid',
    text: 'This password contains your address, your organisation or our name; choose another.',
  },
  'token.invalid': { class: 'unprocessable', text: 'This link is wrong, was used already or has expired.' },
  'key.unknown': { class: 'unauthenticated', text: 'No such API key.' },
  'key.revoked': { class: 'unauthenticated', text: 'This API key was revoked, or whoever made it has left.' },
  'key.expired': { class: 'unauthenticated', text: 'This API key has expired; create a new one.' },
  'key.not_found': { class: 'not-found', text: 'No such API key.' },
  'key.name_malformed': { class: 'invalid', text: 'A key has a name of 1 to 80 printable characters.' },
  'key.scope_unknown': { class: 'invalid', text: 'A key has at least one scope, each a known permission.' },
  'key.scope_forbidden': { class: 'forbidden', text: 'A key cannot be given a permission that you do not hold.' },
  'key.expiry_malformed': { class: 'invalid', text: 'A key lasts 1 to 365 days.' },
  'key.too_many': { class: 'conflict', text: 'Your organisation has 100 live keys; revoke one first.' },
});
