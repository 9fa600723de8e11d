import { ask, until } from './customer';
import { demoKey } from './demo-key';
import { startStack, type Stack } from './stack';

/** Both of the pack `vedette`. */
const bruteForce = '0fe6a601-6357-41fe-88d4-63ab29088f3f';
const newDeviceThenFoothold = 'fd1e6496-9e11-463c-99a4-a4dcc947bf5a';
const alertsQuery = '{ alerts(first: 50) { edges { node { rule { id } entity { kind value } } } } }';
interface AlertsPage {
  alerts: { edges: { node: { rule: { id: string }; entity: { kind: string; value: string } } }[] };
}
const password = 'plum gravel lantern 88';

describe('the product watches itself', () => {
  let stack: Stack;
  let acme: string;
  let globex: string;

  beforeAll(async () => {
    stack = await startStack({ gateways: 1, detections: 1 });
    acme = await demoKey(stack.url, stack.demo);
    globex = await keyOfAnother('owner@globex.example');
  }, 120_000);
  afterAll(() => stack?.stop(), 60_000);

  async function post<T>(query: string, input: object): Promise<T> {
    const answer = await fetch(`${stack.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'vedette-client': 'e2e', origin: stack.url },
      body: JSON.stringify({ query, variables: { input } }),
    });
    return ((await answer.json()) as { data: T }).data;
  }

  /** Another organisation, signed up as anybody's. */
  async function keyOfAnother(email: string): Promise<string> {
    await post('mutation($input: SignUpInput!) { signUp(input: $input) { accepted } }', { email, password, organisation: 'Globex' });
    let token: string | undefined;
    await until('the letter', async () => {
      token = /#token=([\w-]+)/.exec(await (await fetch(`${stack.url}/mailbox`)).text())?.[1];
      return token !== undefined;
    });
    await post('mutation($input: VerifyEmailInput!) { verifyEmail(input: $input) { viewer { email } } }', { token, password });
    return demoKey(stack.url, { email, password, apiKey: '' });
  }

  const alerts = async (key: string) => (await ask<AlertsPage>(stack.url, key, alertsQuery)).alerts.edges.map(({ node }) => node);

  it('a key made by a browser that was not known before raises one as well', async () => {
    const footholds = async () => (await alerts(globex)).filter(({ rule }) => rule.id === newDeviceThenFoothold).map(({ entity }) => entity.value);
    await until('an alert', async () => (await footholds()).length > 0);
    expect(await footholds()).toEqual(['owner@globex.example']);
  }, 60_000);

  it('failed sign-ins to an account raise an alert in the tenant of that account, and in no other', async () => {
    const logIn = 'mutation($input: LogInInput!) { logIn(input: $input) { userErrors { code } } }';
    for (let attempt = 0; attempt < 12; attempt++) {
      const answer = await post(logIn, { email: stack.demo.email, password: `not the password ${attempt}` });
      expect(answer).toEqual({ logIn: { userErrors: [{ code: 'auth.invalid_credentials' }] } });
    }
    const about = async (key: string) => (await alerts(key)).filter(({ rule }) => rule.id === bruteForce);
    await until('an alert', async () => (await about(acme)).length > 0);
    expect(await about(acme)).toEqual([{ rule: { id: bruteForce }, entity: { kind: 'user', value: stack.demo.email } }]);
    // Time enough for the other, had it been told of anything.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect((await alerts(globex)).filter(({ rule, entity }) => rule.id === bruteForce || entity.value === stack.demo.email)).toEqual([]);
  }, 90_000);
});
