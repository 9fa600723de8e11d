import { linkToken } from './link-token';

const place = { hash: '', search: '', state: null };

describe('the token of a link', () => {
  it('is read from behind the #, and is then on show', () => {
    expect(linkToken({ ...place, hash: '#token=abc_-1' })).toEqual({ token: 'abc_-1', shown: true });
  });

  it('is kept out of sight once it was read', () => {
    expect(linkToken({ ...place, state: { token: 'abc' } })).toEqual({ token: 'abc', shown: false });
  });

  it('takes the one that came last', () => {
    expect(linkToken({ ...place, hash: '#token=new', state: { token: 'old' } })).toEqual({ token: 'new', shown: true });
  });

  it.each([null, 'abc', 7, { token: 7 }, {}])('is empty where there is none: %p', (state) => {
    expect(linkToken({ ...place, state })).toEqual({ token: '', shown: false });
  });
});
