import { createLogger } from './logger';

function capture() {
  const lines: string[] = [];
  const log = createLogger({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } });
  return { log, text: () => lines.join('') };
}

const planted = 'hunter2-planted';

describe('logger', () => {
  it.each([
    ['a key', { password: planted }],
    ['a key in another case and spelling', { 'Set-Cookie': planted, API_KEY: planted, emailAddress: planted, accessToken: planted }],
    ['a nested key', { request: { headers: { authorization: planted, cookie: planted } } }],
    ['a key deep inside lists', { a: [{ b: [{ c: { d: { clientSecret: planted } } }] }] }],
    ['a map', { found: new Map([['token', planted]]) }],
    ['an address of a database', { url: `postgres://vedette_app:${planted}@127.0.0.1:5432/x` }],
    ['a header as text', { line: `Authorization: Bearer ${planted}` }],
    ['an API key of ours', { got: `vdt_live_abc123_${planted.replace(/-/g, '')}` }],
    ['an e-mail', { member: { email: `${planted}@acme.example` } }],
    ['bytes', { pepper: Buffer.from(planted), plain: Buffer.from(planted) }],
  ])('redacts a secret planted in %s', (_, facts) => {
    const { log, text } = capture();
    log.info(facts, 'a request came');
    expect(text()).toContain('a request came');
    expect(text()).not.toMatch(/hunter2/);
  });

  it('redacts what an error carries: properties, message, stack and causes', () => {
    const cause = Object.assign(new Error(`connect redis://:${planted}@127.0.0.1`), { config: { auth: { password: planted } } });
    const { log, text } = capture();
    log.error({ err: new Error(`password=${planted}`, { cause }) }, 'it broke');
    log.error(new Error(`secret: ${planted}`));
    expect(text()).toContain('it broke');
    expect(text()).not.toMatch(/hunter2/);
  });

  it('redacts a sentence, and the bindings of a child', () => {
    const { log, text } = capture();
    log.child({ token: planted, name: 'child' }).warn(`fetched https://me:${planted}@example.test/`);
    expect(text()).toContain('"name":"child"');
    expect(text()).not.toMatch(/hunter2/);
  });

  it('survives cycles, floods and depth', () => {
    const circle: Record<string, unknown> = { many: Array.from({ length: 1000 }, (_, index) => index) };
    circle['self'] = circle;
    const { log, text } = capture();
    log.info({ circle }, 'round');
    expect(text()).toContain('[circular]');
    expect(text()).toContain('900 more');
  });

  it('keeps what an operator needs', () => {
    const { log, text } = capture();
    log.info({ queue: 'detection.evaluate-segment', attempt: 2, at: new Error('x') }, 'retry');
    expect(JSON.parse(text())).toMatchObject({ level: 'info', queue: 'detection.evaluate-segment', attempt: 2, msg: 'retry' });
  });
});
