import type { Socket } from 'node:net';
import { fastify } from 'fastify';
import { TrustedProxies } from './trusted-proxies';

const upgrade = (remoteAddress: string | undefined, forwarded?: string) => ({ socket: { remoteAddress } as Socket, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } });

describe('where a request comes from', () => {
  const cases: readonly [string, string | undefined, string, string | undefined][] = [
    ['203.0.113.9', undefined, '203.0.113.9', '10.0.0.0/8'],
    ['203.0.113.9', '192.0.2.1', '203.0.113.9', '10.0.0.0/8'],
    ['10.0.0.1', '192.0.2.1', '192.0.2.1', '10.0.0.0/8'],
    ['::ffff:10.0.0.1', '192.0.2.1', '192.0.2.1', '10.0.0.0/8'],
    ['10.0.0.1', '1.2.3.4, 192.0.2.1', '192.0.2.1', '10.0.0.0/8'],
    ['10.0.0.1', '1.2.3.4, 192.0.2.1, 10.0.0.2', '192.0.2.1', '10.0.0.0/8'],
    ['10.0.0.1', undefined, '10.0.0.1', '10.0.0.0/8'],
    ['10.0.0.1', '192.0.2.1', '10.0.0.1', undefined],
    ['10.0.0.1', '2001:db8::7', '2001:db8::7', ' 10.0.0.0/8 , 192.0.2.0/24 '],
  ];
  it.each(cases)('%s with %s is %s where %s is trusted', (peer, forwarded, expected, list) => {
    expect(new TrustedProxies(list).peerOf(upgrade(peer, forwarded))).toBe(expected);
  });

  it('is the same for an upgrade as Fastify finds for a request', async () => {
    const proxies = new TrustedProxies('127.0.0.0/8, 10.0.0.0/8');
    const server = fastify({ trustProxy: (address) => proxies.trusts(address) });
    server.get('/', (request) => ({ request: request.ip, upgrade: proxies.peerOf(request.raw) }));
    const url = await server.listen({ port: 0, host: '127.0.0.1' });
    for (const forwarded of ['192.0.2.1', '1.2.3.4, 192.0.2.1, 10.0.0.2', '10.0.0.3,10.0.0.2', '2001:db8::7', 'nonsense']) {
      const found = (await (await fetch(url, { headers: { 'x-forwarded-for': forwarded } })).json()) as { request: string; upgrade: string };
      expect([forwarded, found.upgrade]).toEqual([forwarded, found.request]);
    }
    await server.close();
  });

  it('is nobody’s to say for a socket without an address', () => {
    expect(new TrustedProxies('10.0.0.0/8').peerOf(upgrade(undefined, '192.0.2.1'))).toBe('');
  });

  it('is not settled by a list that is none', () => expect(() => new TrustedProxies('10.0.0.0/8, proxy.example')).toThrow('proxy.example'));
});
