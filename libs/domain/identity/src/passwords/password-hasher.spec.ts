import { hashSync } from '@node-rs/argon2';
import { hashPassword, needsRehash, PasswordHasher } from './password-hasher';

describe('a password hash', () => {
  it('is Argon2id, salted, and no cheaper than measured', async () => {
    const [one, two] = await Promise.all([hashPassword('velvet anchor'), hashPassword('velvet anchor')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=7,p=1\$/);
    expect(one).not.toBe(two);
    expect(needsRehash(one)).toBe(false);
  });

  it('made with other parameters is to be made again', () => {
    expect(needsRehash(hashSync('x', { memoryCost: 8192, timeCost: 3 }))).toBe(true);
  });

  it('matches the same password on whatever keyboard it is typed', async () => {
    const stored = await hashPassword('cafe\u0301 at the harbour');
    const hasher = new PasswordHasher();
    expect(await hasher.matches(stored, 'café at the harbour')).toBe(true);
    expect(await hasher.matches(stored, 'cafe at the harbour')).toBe(false);
  });

  it('never matches an unknown account', async () => {
    expect(await new PasswordHasher().matches(null, 'anything')).toBe(false);
  });

  it('is refused, not queued for ever, when too many wait', async () => {
    const hasher = new PasswordHasher({ memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    const all = await Promise.allSettled(Array.from({ length: 53 }, () => hasher.hash('x')));
    const refused = all.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ reason: { code: 'auth.busy' } });
  });
});
