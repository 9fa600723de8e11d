import { readSourceName, sourcePath } from './source-path';

/** What the router hands over: the path's part, decoded once. */
const walk = (name: string) => readSourceName(decodeURIComponent(sourcePath(name).slice('/sources/'.length)));

describe('the address of a source', () => {
  it('leads back to the same name, however awkward', () => {
    for (const name of ['web-1', 'var-log-auth.log', '..', '.', '~x', 'a/b', '50%', '%2F', 'a b?c#d', 'ümlaut', 'a\\b']) expect(walk(name)).toBe(name);
  });

  it('is plain for a plain name, and one part of a path for every other', () => {
    expect(sourcePath('okta.system_log')).toBe('/sources/okta.system_log');
    for (const name of ['..', 'a/b', '%2F']) expect(sourcePath(name)).toMatch(/^\/sources\/~[^/]+$/);
  });

  it('names nothing where it was written by hand and cannot be read', () => {
    expect(readSourceName('~%E0%A4%A')).toBe('');
    expect(() => sourcePath('\ud800')).not.toThrow();
  });
});
