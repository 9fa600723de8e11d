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

/** The id of an alert that belongs to another tenant, which signs up for it as a stranger would. */
export async function foreignAlertId({ url }) {
  const input = { email: 'owner@globex.example', password: 'plum gravel lantern 88', organisation: 'Globex' };
  await ask(url, 'mutation ($input: SignUpInput!) { signUp(input: $input) { accepted } }', { input });
  const token = await soon(async () => /verify-email#token=([\w-]+)/.exec(await (await fetch(`${url}/mailbox`)).text())?.[1]);
  const { cookie } = await ask(url, 'mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) { viewer { principal } } }', { input: { token } });
  await ask(url, 'mutation { sendTestAttack { events } }', {}, cookie);
  return soon(async () => (await ask(url, 'query { alerts(first: 1) { edges { node { id } } } }', {}, cookie)).data.alerts.edges[0]?.node.id);
}

async function soon(find) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const found = await find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('bench: what was expected did not come within 10 seconds');
}
