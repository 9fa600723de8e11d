import { entityPath, readSegment } from './entity-path';

/** As the browser hands it to the router, and the router to the page (react-router 7, `decodePath` and `matchPath`). */
function arrived(value: string): string | null {
  const { pathname } = new URL(entityPath({ kind: 'host', value }), 'https://vedette.example');
  const parts = pathname.split('/').map((part) => decodeURIComponent(part).replace(/\//g, '%2F'));
  const [, place, kind, name, ...more] = parts;
  if (place !== 'entities' || kind !== 'host' || !name || more.length > 0) return null;
  return readSegment(name.replace(/%2F/g, '/'));
}

describe('the address of an entity', () => {
  it.each(['ws-014', 'ACME\\r.doe', 'a b', '10.0.0.1', 'fe80::1%eth0', 'a/b', 'a%2Fb', '%', '.', '..', '...', '', '~', '~x', '%7E', '~2E', '~~', '?q#h', 'Zoë', '🦊'])('brings "%s" to the page as it is', (value) => {
    expect(arrived(value)).toBe(value);
  });

  it('does not stumble over half a character', () => {
    expect(arrived('a\ud800b')).toBe('a\ufffdb');
  });

  it('never looks like the address of a file, which the gateway would look for', () => {
    expect(entityPath({ kind: 'host', value: 'WS-0042.acme.example' })).toBe('/entities/host/WS-0042~2Eacme~2Eexample');
  });

  it('may be typed with its dots', () => {
    expect([readSegment('10.0.0.1'), readSegment('a~zz')]).toEqual(['10.0.0.1', 'a~zz']);
  });
});
