import { dateFrom, newId } from '@vedette/kernel';
import { actorOf } from '../fixtures/actor-of';
import { mshtaRule, processCreation, whoamiRule } from '../fixtures/windows-events';
import { Exclusions } from './exclusions';
import { RuleStage } from '../testing/rule-stage';
import { RuleFiles } from './rule-files';
import { RuleList } from './rule-list';

const MSHTA = '0f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11';
const DAY = 86_400_000;

let stage: RuleStage;
let exclusions: Exclusions;

beforeAll(async () => {
  stage = await RuleStage.open();
  exclusions = new Exclusions({ database: stage.db.database, clock: stage.clock });
});
afterAll(() => stage?.close());
beforeEach(() => stage.begin({ 'mshta.yml': mshtaRule, 'whoami.yml': whoamiRule }));

const from = (Computer: string, more: object = {}) => processCreation(stage.now(), { Computer, ...more });
const hostIs = (value: string) => ({ ruleId: MSHTA, fields: [{ name: 'Computer', value, match: 'startswith' as const }], reason: 'a test bench' });
const rule = async () => (await new RuleList({ database: stage.db.database, clock: stage.clock }).get(stage.acme, MSHTA));

describe('an exclusion', () => {
  it('keeps matches from becoming alerts, counts them, and ends at its expiry', async () => {
    const { acme, clock } = stage;
    const { id, yaml } = await exclusions.add(acme, { ...hostIs('bench-'), expiresAt: dateFrom(stage.now() + DAY) });
    expect(yaml).toContain("'Computer|startswith': 'bench-'");
    expect(await stage.send(acme, from('bench-1'), from('bench-2'), from('ws-1'))).toEqual(['Mshta runs a remote page']);
    expect(await exclusions.list(acme)).toMatchObject([{ id, hits: 2, lastHitAt: expect.any(Date), inForce: true, owner: 'system:test', reason: 'a test bench', title: 'Computer starts with bench-' }]);
    expect(await rule()).toMatchObject({ exclusions: 1, statistics: { matched: 1, excluded: 2, alerts: 1 }, inForce: [{ id }] });
    clock.advance(DAY + 1);
    expect(await stage.send(acme, from('bench-3'))).toHaveLength(2);
    expect(await exclusions.list(acme, { inForce: true })).toEqual([]);
    await exclusions.prolong(acme, id, null);
    expect(await stage.send(acme, from('bench-4'))).toHaveLength(2);
  });

  it('can be ended, once, and then stays ended', async () => {
    const { acme } = stage;
    const { id } = await exclusions.add(acme, hostIs('bench-'));
    expect(await stage.send(acme, from('bench-1'))).toEqual([]);
    expect(await exclusions.end(acme, id)).toMatchObject({ inForce: false, endedBy: 'system:test' });
    expect(await stage.send(acme, from('bench-1'))).toHaveLength(1);
    await expect(exclusions.end(acme, id)).rejects.toMatchObject({ code: 'exclusion.already_ended' });
    await expect(exclusions.prolong(acme, id, null)).rejects.toMatchObject({ code: 'exclusion.already_ended' });
    expect(await exclusions.list(acme, { inForce: false, ruleId: MSHTA })).toHaveLength(1);
  });

  it('may be a Sigma filter about every rule of a log', async () => {
    const { acme } = stage;
    const yaml = 'title: The bench\nlogsource: { product: windows }\nfilter:\n  rules: any\n  bench: { Computer: bench-1 }\n  condition: not bench\n';
    expect(await exclusions.add(acme, { yaml, reason: 'a test bench' })).toMatchObject({ ruleId: null, title: 'The bench' });
    expect(await stage.send(acme, from('bench-1'), from('bench-1', { Image: 'C:\\Windows\\System32\\whoami.exe' }))).toEqual([]);
  });

  it.each([
    ['a rule nobody has', { ruleId: 'nobody', fields: [{ name: 'a', value: 'b', match: 'exact' as const }] }, 'rule.not_found'],
    ['no rule', { fields: [{ name: 'a', value: 'b', match: 'exact' as const }] }, 'exclusion.malformed'],
    ['fields and a text', { ruleId: MSHTA, fields: [{ name: 'a', value: 'b', match: 'exact' as const }], yaml: 'title: x' }, 'exclusion.malformed'],
    ['a text that is no filter', { yaml: mshtaRule }, 'exclusion.refused'],
    ['no reason', { ...hostIs('x'), reason: ' ' }, 'exclusion.reason_malformed'],
    ['an end that is past', { ...hostIs('x'), expiresAt: dateFrom(0) }, 'exclusion.expiry_past'],
    ['an end that is no instant', { ...hostIs('x'), expiresAt: dateFrom(NaN) }, 'exclusion.expiry_past'],
  ])('is refused for %s', async (_what, request, code) => {
    await expect(exclusions.add(stage.acme, { reason: 'why not', ...request })).rejects.toMatchObject({ code });
    expect(await exclusions.list(stage.acme)).toEqual([]);
  });
});

describe('looking ahead', () => {
  it('names the alerts that would have been left out, and those that keep some evidence', async () => {
    const { acme } = stage;
    await stage.send(acme, from('bench-1'), from('ws-1'), from('ws-2', { User: 'bench' }), from('ws-2', { User: 'eve' }));
    await stage.closeAll(acme, 'false-positive');
    expect(await exclusions.preview(acme, hostIs('bench-'))).toMatchObject({ checked: 3, complete: true, hiddenTruePositives: [], touched: [{ entity: 'bench-1', hidden: true, events: 1, excludedEvents: 1 }] });
    const some = await exclusions.preview(acme, { ruleId: MSHTA, fields: [{ name: 'User', value: 'bench', match: 'exact' }] });
    expect(some.touched).toMatchObject([{ entity: 'ws-2', hidden: false, events: 2, excludedEvents: 1 }]);
  });

  it('refuses what would have hidden a true positive, unless told to', async () => {
    const { acme } = stage;
    await stage.send(acme, from('bench-1'));
    const [alert] = (await stage.alerts.list(acme, { first: 1 })).alerts;
    await stage.closeAll(acme, 'true-positive');
    await expect(exclusions.add(acme, hostIs('bench-'))).rejects.toMatchObject({ code: 'exclusion.hides_true_positive', facts: { alerts: 1, alertIds: alert?.id } });
    expect(await exclusions.list(acme)).toEqual([]);
    expect(await exclusions.add(acme, hostIs('other-'))).toMatchObject({ inForce: true });
    expect(await exclusions.add(acme, { ...hostIs('bench-'), force: true })).toMatchObject({ inForce: true });
  });

  it('knows that a correlation lives on the matches of its rules', async () => {
    const { acme, db, clock } = stage;
    const id = '1c4b2a10-2222-4f0e-9f5e-5f0f4d1c2a11';
    const correlation = `title: Many pages\nid: ${id}\nlevel: high\ncorrelation:\n  type: event_count\n  rules: [${MSHTA}]\n  group-by: [Computer]\n  timespan: 5m\n  condition: { gte: 3 }\n`;
    await new RuleFiles({ database: db.database, clock }).save(acme, { path: 'own/many.yml', yaml: correlation, enable: true });
    await stage.send(acme, from('bench-1'));
    // As the correlations' own worker would have opened it.
    await db.adminSql`update alerts set rule_id = ${id}, rule_title = 'Many pages' where tenant_id = ${acme.tenantId}`;
    await stage.closeAll(acme, 'true-positive');
    await expect(exclusions.add(acme, hostIs('bench-'))).rejects.toMatchObject({ code: 'exclusion.hides_true_positive' });
    expect(await exclusions.preview(acme, hostIs('other-'))).toMatchObject({ checked: 1, touched: [] });
  });

  it('judges by the rule as it is now, with the tenant\'s own in place of the pack\'s', async () => {
    const { acme } = stage;
    await stage.send(acme, from('bench-1'));
    await stage.closeAll(acme, 'true-positive');
    await new RuleFiles({ database: stage.db.database, clock: stage.clock }).save(acme, { path: 'own/m.yml', yaml: mshtaRule.replace('http', 'ftp') });
    expect(await exclusions.preview(acme, hostIs('bench-'))).toMatchObject({ checked: 1, touched: [] });
  });

  it('forgets what is older than 90 days', async () => {
    await stage.send(stage.acme, from('bench-1'));
    stage.clock.advance(91 * DAY);
    expect(await exclusions.preview(stage.acme, hostIs('bench-'))).toMatchObject({ checked: 0 });
    stage.clock.advance(-91 * DAY);
  });
});

describe('whoever may not change rules', () => {
  it('may look and nothing else', async () => {
    const viewer = actorOf(stage.acme, ['rule:read']);
    expect(await exclusions.preview(viewer, hostIs('bench-'))).toMatchObject({ checked: 0 });
    for (const ask of [exclusions.add(viewer, hostIs('x')), exclusions.end(viewer, newId()), exclusions.prolong(viewer, newId(), null)]) {
      await expect(ask).rejects.toMatchObject({ code: 'auth.forbidden' });
    }
  });
});

describe('another tenant', () => {
  it('cannot list, end or prolong it, is told nothing of its alerts, and keeps its own', async () => {
    const { acme, globex } = stage;
    await stage.send(acme, from('bench-1'));
    const { id } = await exclusions.add(acme, hostIs('bench-'));
    expect(await exclusions.list(globex)).toEqual([]);
    expect(await exclusions.preview(globex, hostIs('bench-'))).toMatchObject({ checked: 0, touched: [] });
    await expect(exclusions.end(globex, id)).rejects.toMatchObject({ code: 'exclusion.not_found' });
    await expect(exclusions.prolong(globex, id, null)).rejects.toMatchObject({ code: 'exclusion.not_found' });
    expect(await stage.send(globex, from('bench-1'))).toHaveLength(1);
    expect(await exclusions.list(acme)).toMatchObject([{ id, hits: 0 }]);
  });
});
