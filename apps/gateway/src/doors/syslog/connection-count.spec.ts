import { ConnectionCount } from './connection-count';

it('lets so many in from one address and so many in all, and others again when they have left', () => {
  const count = new ConnectionCount({ perAddress: 2, inAll: 3 });
  const leave = count.enter('a');
  count.enter('a');
  expect(count.enter('a')).toBeUndefined();
  count.enter('b');
  expect(count.enter('c')).toBeUndefined();
  leave?.();
  expect(count.enter('c')).toBeDefined();
  expect(count.enter('a')).toBeUndefined();
});
