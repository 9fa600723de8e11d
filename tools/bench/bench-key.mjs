async function ask(url, query, variables, cookie) {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'vedette-client': 'bench', origin: url, ...(cookie && { cookie }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (!data) throw new Error(`bench: ${JSON.stringify(errors)}`);
  return { data, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] };
}

/** A key of the demo tenant that may send and read, made as its owner would. */
export async function benchKey({ url, demo }) {
  const input = { email: demo.email, password: demo.password };
  const { cookie } = await ask(url, 'mutation ($input: LogInInput!) { logIn(input: $input) { viewer { principal } } }', { input });
  const key = { name: 'bench', scopes: ['event:write', 'alert:read'] };
  const { data } = await ask(url, 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }', { input: key }, cookie);
  return data.createApiKey.secret;
}
