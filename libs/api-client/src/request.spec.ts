import { createClient } from './client';
import { ViewerDocument } from './generated/graphql';

const answering = (body: string, status = 200): typeof fetch => () => Promise.resolve(new Response(body, { status }));
const ask = (send: typeof fetch) => createClient({ fetch: send }).request(ViewerDocument, {});

describe('a request', () => {
  it('answers the data', async () => {
    await expect(ask(answering('{"data":{"viewer":null}}'))).resolves.toEqual({ viewer: null });
  });

  it('throws a refusal with its code, words and facts', async () => {
    const refusal = { errors: [{ message: 'Slow down.', extensions: { code: 'rate.limited', facts: { retryAfterMs: 900 } } }] };
    await expect(ask(answering(JSON.stringify(refusal)))).rejects.toMatchObject({ code: 'rate.limited', message: 'Slow down.', facts: { retryAfterMs: 900 } });
  });

  it('throws what was refused before GraphQL alike', async () => {
    await expect(ask(answering('{"code":"key.revoked","message":"Revoked."}', 401))).rejects.toMatchObject({ code: 'key.revoked', message: 'Revoked.', facts: {} });
  });

  it('says so when the gateway cannot be reached or read', async () => {
    await expect(ask(() => Promise.reject(new TypeError('no route')))).rejects.toMatchObject({ code: 'network.unreachable' });
    await expect(ask(answering('<html>', 502))).rejects.toMatchObject({ code: 'network.unreadable' });
  });

  it('sends the header that a foreign form cannot', async () => {
    let sent: RequestInit | undefined;
    await createClient({
      headers: { authorization: 'Bearer k' },
      fetch: (_url, init) => {
        sent = init;
        return answering('{"data":{"viewer":null}}')('');
      },
    }).request(ViewerDocument, {});
    expect(sent?.headers).toMatchObject({ 'vedette-client': 'api-client', authorization: 'Bearer k' });
  });
});
