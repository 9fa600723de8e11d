import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fastify } from 'fastify';
import { consoleRoutes } from './console-routes';

const folder = mkdtempSync(path.join(tmpdir(), 'vedette-console-'));
const server = fastify();

beforeAll(async () => {
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>console</title>');
  await server.register(consoleRoutes, { folder, origin: 'http://localhost:4000' });
  await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** As a browser that believes it is elsewhere: fetch would write its own Host. */
function get(host: string, url = '/alerts?open=1'): Promise<{ status?: number; location?: string; body: string }> {
  return new Promise((resolve, reject) => {
    const { port } = server.server.address() as AddressInfo;
    const asked = request({ port, host: '127.0.0.1', path: url, headers: { host } }, (answer) => {
      let body = '';
      answer.on('data', (chunk) => (body += String(chunk)));
      answer.on('end', () => resolve({ status: answer.statusCode, location: answer.headers.location, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the console', () => {
  it('is shown under its own name', async () => {
    expect((await get('localhost:4000')).body).toContain('<title>console</title>');
  });

  it.each(['127.0.0.1:4000', '[::1]:4000'])('sends whoever asks %s to the name that cookies and passkeys are bound to', async (host) => {
    const answer = await get(host);
    expect([answer.status, answer.location]).toEqual([302, 'http://localhost:4000/alerts?open=1']);
  });

  it.each(['evil.example', 'evil.example:4000', '127.0.0.1:4001', 'localhost:4000@evil.example', ''])('sends nobody elsewhere for the Host %p', async (host) => {
    expect((await get(host)).location).toBeUndefined();
  });

  it('keeps to its own origin whatever the path says', async () => {
    expect((await get('127.0.0.1:4000', '//evil.example/')).location).toBe('http://localhost:4000//evil.example/');
  });
});
