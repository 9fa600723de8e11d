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
  it.each(['ws-014', 'ACME\\r.doe', 'a b', '10.0.0.1', 'fe80::1%eth0', 'a/b', 'a%2Fb', '%', '.', '..', '...', '', '~', '~x', '%7E', '?q#h', 'Zoë', '🦊'])('brings "%s" to the page as it is', (value) => {
    expect(arrived(value)).toBe(value);
  });

  it('does not stumble over half a character', () => {
    expect(arrived('a\ud800b')).toBe('a\ufffdb');
  });

  it('is nothing where it was written by hand and says nothing', () => {
    expect(readSegment('~%E0%A4%A')).toBeNull();
  });
});
