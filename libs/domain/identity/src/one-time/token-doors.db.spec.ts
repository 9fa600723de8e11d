import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { codeOfRefusal } from '../testing/factor-stage';
import { openTokenStage } from '../testing/token-doors';
import type { Person, TokenDoor, TokenStage } from '../testing/token-doors';
import { artefactPurposes, hashArtefact } from './one-time-artefacts';
import type { ArtefactPurpose } from './one-time-artefacts';

let own: TokenStage;
beforeAll(async () => {
  own = await openTokenStage();
}, 60_000);
afterAll(() => own?.stage.close());

/** Kept for single sign-on and forms, and taken nowhere yet. Whoever builds the door takes its purpose out of here. */
const withoutDoor: readonly ArtefactPurpose[] = ['sso-state', 'csrf'];
const withDoor = artefactPurposes.filter((purpose) => !withoutDoor.includes(purpose));
const refused = /^(token\.invalid|passkey\.refused|device\.unknown|invalid_grant|proof\.refused)$/;

/** A door of this purpose that uses its token up. */
function doorOf(purpose: ArtefactPurpose): TokenDoor {
  const door = own.doors.find(({ takes, looks }) => takes === purpose && !looks);
  if (!door) throw new Error(`no door takes a token made to ${purpose}: add it to testing/token-doors.ts`);
  return door;
}

async function rowOf(purpose: ArtefactPurpose, token: string): Promise<unknown> {
  return own.stage.db.adminSql`select * from one_time_artefacts where hash = ${own.hashOf(purpose, token)}`;
}

/** Where the source hashes a token to look it up, as `file purpose`. */
function readersInSource(): string[] {
  const root = path.resolve(__dirname, '..');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ts$/.test(file) && !/\.spec\.ts$|^testing\//.test(file));
  const found = files.flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const typed = /return hashUserCode\(/.test(text) ? [`${file} device-user`] : [];
    return [...typed, ...[...text.matchAll(/(?:hashArtefact|\.consume|\.attempt)\(\s*'([\w-]+)'/g)].map(([, purpose]) => `${file} ${purpose}`)];
  });
  return [...new Set(found)].sort();
}

describe('the doors that take a token', () => {
  it('are known for every purpose that there is', () => {
    const taken = new Set(own.doors.map(({ takes }) => takes));
    expect([...taken, ...withoutDoor].sort()).toEqual([...artefactPurposes].sort());
  });

  it('are all the places in the source that look one up', () => {
    expect(readersInSource()).toEqual([...new Set(own.doors.map(({ file, takes }) => `${file} ${takes}`))].sort());
  });
});

/** Made as everybody's is, or put where it has no door yet. */
async function tokenOf(purpose: ArtefactPurpose, person: Person): Promise<{ token: string; redeem(): Promise<unknown> }> {
  if (withoutDoor.includes(purpose)) {
    const token = await own.stage.oneTime.put(purpose, { subject: person.accountId, lastsMs: 60_000 });
    return { token, redeem: () => own.stage.oneTime.consume(purpose, token) };
  }
  const door = doorOf(purpose);
  const token = await door.make(person);
  return {
    token,
    redeem: () => {
      door.ripen?.();
      return door.enter(token, person);
    },
  };
}

describe('a token', () => {
  it.each(artefactPurposes)('made to %s opens no door of another purpose, and its own as well as before', async (purpose) => {
    const person = await own.person();
    const { token, redeem } = await tokenOf(purpose, person);
    expect(token).not.toBe('');
    // A proof is none before it is spent; what could be taken for a token in it is its nonce.
    const shown = purpose === 'sign-up-proof' ? Buffer.from((JSON.parse(token) as { challenge: { parameters: { nonce: string } } }).challenge.parameters.nonce, 'hex').toString('base64url') : token;
    const before = purpose === 'sign-up-proof' ? [] : await rowOf(purpose, token);
    if (purpose !== 'sign-up-proof') expect(before).toHaveLength(1);
    const others = own.doors.filter(({ takes, alsoTakes }) => takes !== purpose && alsoTakes !== purpose);
    expect(others.length).toBeGreaterThan(15);
    for (const other of others) expect([other.name, await codeOfRefusal(other.enter(shown, person))]).toEqual([other.name, expect.stringMatching(refused)]);
    if (purpose !== 'sign-up-proof') expect(await rowOf(purpose, token)).toEqual(before);
    expect(await codeOfRefusal(redeem())).toBe('accepted');
    expect(await codeOfRefusal(redeem())).toMatch(refused);
  });

  // The two bonds of a purpose, each without the other: whoever loosens one of them finds out here.
  it('of another purpose is refused by its column alone, and by its hash alone, at each of the doors', async () => {
    const { adminSql } = own.stage.db;
    for (const door of own.doors.filter(({ takes }) => takes !== 'sign-up-proof')) {
      const person = await own.person();
      const token = await door.make(person);
      door.ripen?.();
      const hash = own.hashOf(door.takes, token);
      for (const purpose of artefactPurposes.filter((each) => each !== door.takes)) {
        await adminSql`update one_time_artefacts set purpose = ${purpose} where hash = ${hash}`;
        expect([door.name, purpose, await codeOfRefusal(door.enter(token, person))]).toEqual([door.name, purpose, expect.stringMatching(refused)]);
        const other = hashArtefact(purpose, token);
        await adminSql`update one_time_artefacts set purpose = ${door.takes}, hash = ${other} where hash = ${hash}`;
        expect([door.name, purpose, await codeOfRefusal(door.enter(token, person))]).toEqual([door.name, purpose, expect.stringMatching(refused)]);
        await adminSql`update one_time_artefacts set hash = ${hash} where hash = ${other}`;
      }
      await adminSql`update one_time_artefacts set purpose = ${door.takes} where hash = ${hash}`;
      expect([door.name, await codeOfRefusal(door.enter(token, person))]).toEqual([door.name, 'accepted']);
    }
  }, 60_000);

  it.each(artefactPurposes)('made to %s and redeemed fifty times at once succeeds exactly once', async (purpose) => {
    const person = await own.person();
    const { token, redeem } = await tokenOf(purpose, person);
    const door = withDoor.includes(purpose) ? doorOf(purpose) : null;
    door?.ripen?.();
    const answers = await Promise.all(Array.from({ length: 50 }, () => codeOfRefusal(door ? door.enter(token, person) : redeem())));
    expect(answers.filter((code) => code === 'accepted')).toHaveLength(1);
    for (const code of answers) expect(code).toMatch(code === 'accepted' ? /./ : refused);
  });

  it.each(['accepting an invitation by a new account', 'turning a command line away', 'registering a passkey', 'answering the second step', 'a fresh proof with a passkey'])(
    'redeemed fifty times at once by %s succeeds exactly once', async (name) => {
      const door = own.doors.find((each) => each.name === name);
      const person = await own.person();
      const token = (await door?.make(person)) ?? '';
      const answers = await Promise.all(Array.from({ length: 50 }, () => codeOfRefusal(door?.enter(token, person) ?? Promise.resolve())));
      expect(answers.filter((code) => code === 'accepted')).toHaveLength(1);
    },
  );
});
