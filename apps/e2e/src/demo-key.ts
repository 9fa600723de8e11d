import type { Demo } from './stack';

interface Answer<T> {
  readonly data?: T;
  readonly errors?: unknown;
}

async function post<T>(url: string, cookie: string, query: string, variables: object): Promise<{ data: T; cookie: string }> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'vedette-client': 'e2e', origin: url, ...(cookie && { cookie }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as Answer<T>;
  if (!data) throw new Error(JSON.stringify(errors));
  const [setCookie = cookie] = answer.headers.getSetCookie();
  return { data, cookie: setCookie.split(';')[0] ?? '' };
}

/** Signs in as the demo tenant's owner, as its console would, and makes a key that may send and read. */
export async function demoKey(url: string, demo: Demo, scopes: readonly string[] = ['event:write', 'alert:read']): Promise<string> {
  const logIn = 'mutation LogIn($input: LogInInput!) { logIn(input: $input) { viewer { principal } userErrors { code } } }';
  const { cookie } = await post<unknown>(url, '', logIn, { input: { email: demo.email, password: demo.password } });
  const createKey = 'mutation Key($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret userErrors { code message } } }';
  const { data } = await post<{ createApiKey: { secret: string | null } }>(url, cookie, createKey, {
    input: { name: 'journey', scopes },
  });
  if (!data.createApiKey.secret) throw new Error(`no key: ${JSON.stringify(data)}`);
  return data.createApiKey.secret;
}
