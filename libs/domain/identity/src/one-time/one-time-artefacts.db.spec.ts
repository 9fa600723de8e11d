import { goodPassword, openStage, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { artefactPurposes, hashArtefact } from './one-time-artefacts';
import type { ArtefactPurpose } from './one-time-artefacts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const put = (purpose: ArtefactPurpose) => stage.oneTime.put(purpose, { subject: 'ada', details: { note: 1 }, lastsMs: 60_000 });
const codeOf = (purpose: ArtefactPurpose, token: string) =>
  stage.oneTime.consume(purpose, token).then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  );
const pairs = artefactPurposes.flatMap((made) => artefactPurposes.filter((used) => used !== made).map((used) => [made, used] as const));

describe('a one-time artefact', () => {
  it.each(artefactPurposes)('made to %s is given out once, with what it carries', async (purpose) => {
    const token = await put(purpose);
    expect(await stage.oneTime.consume(purpose, token)).toEqual({ subject: 'ada', tenantId: null, details: { note: 1 } });
    expect(await codeOf(purpose, token)).toBe('token.invalid');
  });

  it.each(pairs)('made to %s is never accepted to %s, and the attempt does not use it up', async (made, used) => {
    const token = await put(made);
    expect(await codeOf(used, token)).toBe('token.invalid');
    // By the column as well, were the hash ever the same.
    expect(await stage.directory.call('consume_artefact', used, hashArtefact(made, token), stage.clock.date())).toEqual([]);
    expect(await codeOf(made, token)).toBe('accepted');
  });

  it('whatever it was made for, verifies no address unless that was it', async () => {
    for (const purpose of artefactPurposes.filter((other) => other !== 'verify-email')) {
      await expect(stage.accounts.verifyEmail(await put(purpose), visit, { password: goodPassword })).rejects.toMatchObject({ code: 'token.invalid' });
    }
  });

  it('redeemed fifty times at once succeeds exactly once', async () => {
    const token = await put('sign-in');
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOf('sign-in', token)));
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(1);
  });

  it('ends', async () => {
    const token = await put('invite');
    stage.clock.advance(60_000);
    expect(await codeOf('invite', token)).toBe('token.invalid');
  });

  it('is stored as a hash, and empty once used', async () => {
    const token = await put('device');
    await stage.oneTime.consume('device', token);
    const [row] = await stage.db.adminSql`select * from one_time_artefacts where hash = ${hashArtefact('device', token)}`;
    expect(row).toMatchObject({ details: {} });
    expect(JSON.stringify(row)).not.toContain(token);
  });

  it.each(['', 'x', 'eyJhbGciOiJub25lIn0.e30.', 'a'.repeat(43), `${'a'.repeat(42)}%`])('is not %j', async (token) => {
    expect(await codeOf('sign-in', token)).toBe('token.invalid');
  });
});
