import { library } from '../../start/database.mjs';
import { post } from '../http.mjs';

const headers = (url, more = {}) => ({ 'content-type': 'application/json', 'vedette-client': 'bench', origin: url, ...more });

/** One GraphQL operation over HTTP, as a browser or a program sends it. */
export async function ask(url, query, variables, { cookie, key } = {}) {
  const more = key ? { authorization: `Bearer ${key}` } : cookie ? { cookie } : {};
  const answer = await post(`${url}/graphql`, headers(url, more), JSON.stringify({ query, variables }));
  const { data, errors } = JSON.parse(answer.text);
  if (errors) throw new Error(`bench: ${errors[0].message}`);
  const [payload] = Object.values(data);
  if (payload?.userErrors?.length) throw new Error(`bench: ${payload.userErrors[0].message}`);
  return payload;
}

/** @returns the cookie of a new session */
export async function signIn(url, { email, password }) {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: headers(url),
    body: JSON.stringify({ query: 'mutation($input: LogInInput!) { logIn(input: $input) { viewer { email } userErrors { message } } }', variables: { input: { email, password } } }),
  });
  const { data } = await answer.json();
  if (!data?.logIn.viewer) throw new Error(`bench: ${email} cannot sign in`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Accounts that share one password hash: making it a hundred times would measure nothing more. */
export async function makePeople(stack, count, password) {
  const { DirectoryDoor } = library('libs/platform/database');
  const { newId, newTenantId, systemClock } = library('libs/kernel');
  const { PasswordHasher } = library('libs/domain/identity');
  const hash = await new PasswordHasher().hash(password);
  const directory = await DirectoryDoor.open({ url: stack.serviceUrls.DATABASE_DIRECTORY_URL, poolSize: 1 });
  try {
    const emails = Array.from({ length: count }, (_, place) => `person-${place}@bench.example`);
    for (const email of emails) {
      const now = systemClock.now();
      await directory.call('register_owner', newId(now), email, email, hash, newTenantId(), 'bench', newId(now), systemClock.date());
    }
    return emails;
  } finally {
    await directory.close();
  }
}
