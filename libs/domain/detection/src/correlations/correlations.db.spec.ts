import { dateFrom, newId, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import type { Actor } from '@vedette/identity';
import { openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import { Alerts } from '../alerts/alerts';
import { Entities } from '../alerts/entities';
import { Suppressions } from '../alerts/suppressions';
import { Evaluation } from '../evaluation/evaluation';
import { actorOf } from '../fixtures/actor-of';
import { plansOf } from '../fixtures/plans';
import { Segments } from '../ingest/segments';
import { Correlations, type CorrelationsOptions } from './correlations';

const failed = `
title: Failed logon
id: failed
level: informational
logsource: {product: windows, service: security}
detection: {s: {EventID: 4625}, condition: s}
`;
const success = failed.replaceAll('4625', '4624').replace('Failed logon', 'Logon').replace('id: failed', 'id: success');
const brute = `
title: Many failed logons
id: brute
level: medium
author: Vedette
tags: [attack.t1110]
correlation: {type: event_count, rules: [failed], group-by: [IpAddress], timespan: 10m, condition: {gte: 3}}
`;
const bruteThenIn = `
title: Brute force that got in
id: brute-then-in
level: high
correlation: {type: temporal_ordered, rules: [brute, success], group-by: [IpAddress], timespan: 15m, generate: true}
`;
const noAnswer = `
title: A logon that nothing followed
id: lonely
level: low
correlation: {type: temporal_extended, group-by: [IpAddress], timespan: 1m, condition: success and not failed}
`;

let db: TestDatabase;
let acme: Actor;
let globex: Actor;
let start: number;
const opened: Correlations[] = [];

beforeAll(async () => {
  db = await openTestDatabase({ poolSize: 12 });
});
afterAll(() => db?.close());
beforeEach(async () => {
  const tenants = await twoTenants(db);
  acme = actorOf(tenants.acme);
  globex = actorOf(tenants.globex);
  start = systemClock.now() - 3_600_000;
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const rules = [failed, success, brute, bruteThenIn];
const logon = (after: number, fields: Record<string, unknown> = {}) => ({
  Channel: 'Security', EventID: 4625, Computer: 'dc-1', IpAddress: '203.0.113.7', TimeCreated: dateFrom(start + after).toISOString(), ...fields,
});

function process(options: Partial<CorrelationsOptions> & { readonly texts?: readonly string[] } = {}): Correlations {
  const { texts = rules, ...rest } = options;
  const one = new Correlations({ database: db.database, plans: plansOf(db.database, texts, rest.clock), leaseMs: 60_000, checkpointMs: 0, ...rest });
  opened.push(one);
  return one;
}

/** Stores events and evaluates them, as the queue would. */
async function send(actor: Actor, events: readonly unknown[], texts: readonly string[] = rules): Promise<void> {
  const frames = events.map((event) => Buffer.from(JSON.stringify(event)));
  await new Segments({ database: db.database }).ingest(actor, { source: 'dc', frames, rejected: [] });
  const jobs = await jobsOf(actor, 'detection.evaluate-segment');
  const evaluation = new Evaluation({ database: db.database, plans: plansOf(db.database, texts) });
  for (const { id, payload } of jobs) await evaluation.evaluateSegment({ ...scope(actor), outboxId: id, payload: payload as { segmentId: string; day: string } });
}
const scope = (actor: Actor) => ({ tenantId: actor.tenantId, principal: 'job:spec' });
const jobsOf = (actor: Actor, name: string) =>
  db.database.tenant(actor, (tx) => tx.sql<{ id: Uuid; payload: object; available_at: Date }>`select id, payload, available_at from outbox where name = ${name} order by id`);
/** Hands every waiting job to one process, the delayed ones too. */
async function deliver(actor: Actor, to: Correlations): Promise<number> {
  const jobs = await jobsOf(actor, 'detection.correlate-partition');
  for (const { id, payload } of jobs) await to.correlate({ ...scope(actor), outboxId: id, payload: payload as { partition: number } });
  return jobs.length;
}
const listed = async (actor: Actor) => (await new Alerts({ database: db.database }).list(actor, { first: 50 })).alerts;
const titles = async (actor: Actor) => (await listed(actor)).map(({ rule, eventCount }) => `${rule.title} ${eventCount}`).sort();
const count = (actor: Actor, table: 'correlation_inputs' | 'correlation_checkpoints') =>
  db.database.tenant(actor, async (tx) => Number((await (table === 'correlation_inputs' ? tx.sql<{ n: string }>`select count(*) as n from correlation_inputs` : tx.sql<{ n: string }>`select count(*) as n from correlation_checkpoints`))[0]?.n));

describe('correlations in service', () => {
  it('open one alert for events of several segments, which counts them all and shows them', async () => {
    const here = process();
    for (const after of [0, 60_000, 120_000, 180_000]) await send(acme, [logon(after)]);
    await deliver(acme, here);
    const [alert, ...more] = await listed(acme);
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      rule: { id: 'brute', title: 'Many failed logons', author: 'Vedette', pack: 'test' },
      severity: 'medium',
      attack: ['attack.t1110'],
      entity: { kind: 'ip', value: '203.0.113.7' },
      source: 'correlation',
      reason: '3 events within 10 minutes, for IpAddress 203.0.113.7',
      eventCount: 4,
    });
    expect([alert?.firstEventAt.getTime(), alert?.lastEventAt.getTime()]).toEqual([start, start + 180_000]);
    const evidence = await new Alerts({ database: db.database }).evidence(acme, alert?.id ?? '');
    expect(evidence.map(({ at }) => at.getTime() - start)).toEqual([0, 60_000, 120_000]);
    expect(evidence[0]?.event).toMatchObject({ EventID: 4625 });
  });

  it('follow a chain to its end', async () => {
    const here = process();
    await send(acme, [0, 1, 2].map((n) => logon(n * 1_000)));
    await deliver(acme, here);
    await send(acme, [logon(60_000, { EventID: 4624 })]);
    await deliver(acme, here);
    expect(await titles(acme)).toEqual(['Brute force that got in 2', 'Logon 1', 'Many failed logons 3']);
    expect((await listed(acme)).find(({ rule }) => rule.id === 'brute-then-in')?.reason).toBe('2 steps in order within 15 minutes, for IpAddress 203.0.113.7');
  });

  it('do no work twice when a job is delivered twice, and leave no input behind', async () => {
    const here = process();
    for (const after of [0, 1_000, 2_000, 3_000, 4_000]) await send(acme, [logon(after)]);
    const jobs = await jobsOf(acme, 'detection.correlate-partition');
    const work = jobs.map(({ id, payload }) => ({ ...scope(acme), outboxId: id, payload: payload as { partition: number } }));
    await Promise.all([...work, ...work].map((job) => here.correlate(job)));
    await deliver(acme, here);
    expect(await titles(acme)).toEqual(['Many failed logons 5']);
    expect(await count(acme, 'correlation_inputs')).toBe(0);
    expect(await jobsOf(acme, 'detection.correlate-partition')).toEqual([]);
  });

  it('complete a sequence whose owner died half-way, once, from checkpoint and inputs', async () => {
    const dead = process({ leaseMs: 30, checkpointMs: 0 });
    await send(acme, [logon(0)]);
    await deliver(acme, dead);
    expect(await count(acme, 'correlation_checkpoints')).toBe(1);
    // Taken in, but not in a checkpoint any more when the process is killed.
    Object.assign(dead, { checkpointMs: 600_000 });
    await send(acme, [logon(1_000)]);
    await deliver(acme, dead);
    expect(await count(acme, 'correlation_inputs')).toBe(1);
    opened.splice(opened.indexOf(dead), 1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const next = process();
    await send(acme, [logon(2_000)]);
    await deliver(acme, next);
    expect(await titles(acme)).toEqual(['Many failed logons 3']);
    await send(acme, [logon(3_000)]);
    await deliver(acme, next);
    expect(await titles(acme)).toEqual(['Many failed logons 4']);
  });

  it('count nothing twice when inputs that alerted are applied again', async () => {
    const dead = process({ leaseMs: 30, checkpointMs: 600_000 });
    for (const after of [0, 1_000, 2_000, 3_000]) {
      await send(acme, [logon(after), logon(after + 1)]);
      await deliver(acme, dead);
    }
    expect(await titles(acme)).toEqual(['Many failed logons 8']);
    opened.splice(opened.indexOf(dead), 1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const next = process();
    await deliver(acme, next);
    expect(await titles(acme)).toEqual(['Many failed logons 8']);
    await send(acme, [logon(4_000)]);
    await deliver(acme, next);
    expect(await titles(acme)).toEqual(['Many failed logons 9']);
  });

  it('belong to one process at a time: another tells the owner and comes back when that one may be dead', async () => {
    const told: number[] = [];
    const owner = process();
    const other = process({ tellOwner: ({ partition }) => told.push(partition) });
    await send(acme, [logon(0)]);
    await deliver(acme, owner);
    await send(acme, [logon(1_000), logon(2_000)]);
    await deliver(acme, other);
    expect([told.length, await titles(acme)]).toEqual([1, []]);
    const [later] = await jobsOf(acme, 'detection.correlate-partition');
    expect(later?.available_at.getTime()).toBeGreaterThan(systemClock.now() + 50_000);
    await owner.poked({ tenantId: acme.tenantId, partition: told[0] ?? -1 });
    expect(await titles(acme)).toEqual(['Many failed logons 3']);
  });

  it('refuse what an owner that slept over its lease still wants to write', async () => {
    const slept = process({ leaseMs: 30 });
    await send(acme, [logon(0), logon(1_000)]);
    await deliver(acme, slept);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const next = process();
    await send(acme, [logon(2_000)]);
    await deliver(acme, next);
    await send(acme, [logon(3_000)]);
    // It still believes in its lease: what it remembers is dropped, and nothing is written.
    expect(await deliver(acme, slept)).toBeGreaterThan(0);
    expect(await titles(acme)).toEqual(['Many failed logons 3']);
    const [place] = await db.database.tenant(acme, (tx) => tx.sql<{ partition: number }>`select partition from correlation_leases where owner = ${next.owner}`);
    await next.poked({ tenantId: acme.tenantId, partition: place?.partition ?? -1 });
    expect(await titles(acme)).toEqual(['Many failed logons 4']);
  });

  it('tell what did not happen, once its time has passed', async () => {
    let now = systemClock.now();
    const clock: Clock = { now: () => now, date: () => dateFrom(now) };
    const texts = [failed, success, noAnswer];
    const here = process({ texts, clock, correlator: { latenessMs: 1_000 } });
    await send(acme, [logon(0, { EventID: 4624 })], texts);
    await deliver(acme, here);
    expect(await titles(acme)).toEqual([]);
    const [later] = await jobsOf(acme, 'detection.correlate-partition');
    expect(later).toBeDefined();
    now += 62_000;
    await deliver(acme, here);
    expect(await titles(acme)).toEqual(['A logon that nothing followed 1']);
  });

  it('go on with what they remember when another rule is added', async () => {
    const here = process();
    await send(acme, [logon(0), logon(1_000)]);
    await deliver(acme, here);
    const changed = process({ texts: [...rules, brute.replaceAll('brute', 'bruter').replace('Many', 'Very many').replace('gte: 3', 'gte: 30')] });
    await here.close();
    opened.splice(opened.indexOf(here), 1);
    await send(acme, [logon(2_000)]);
    await deliver(acme, changed);
    expect(await titles(acme)).toEqual(['Many failed logons 3']);
  });

  it('ask for one job while it is on its way, and for another when that one must be dead', async () => {
    await send(acme, [logon(0)]);
    await send(acme, [logon(1_000)]);
    expect(await jobsOf(acme, 'detection.correlate-partition')).toHaveLength(1);
    await db.database.tenant(acme, (tx) => tx.sql`update correlation_heads set asked_at = asked_at - interval '2 minutes'`);
    await send(acme, [logon(2_000)]);
    expect(await jobsOf(acme, 'detection.correlate-partition')).toHaveLength(2);
    await deliver(acme, process());
    expect(await titles(acme)).toEqual(['Many failed logons 3']);
  });

  it('open a new alert where an analyst closed the first', async () => {
    const here = process();
    await send(acme, [0, 1, 2].map((n) => logon(n * 1_000)));
    await deliver(acme, here);
    await new Alerts({ database: db.database }).close(acme, (await listed(acme))[0]?.id ?? '', 'benign');
    await send(acme, [logon(4_000)]);
    await deliver(acme, here);
    expect((await listed(acme)).map(({ status }) => status).sort()).toEqual(['closed', 'open']);
  });
});

describe('another tenant', () => {
  it('shares neither inputs nor memory, nor sees the alert', async () => {
    const here = process();
    await send(acme, [logon(0), logon(1_000)]);
    await send(globex, [logon(2_000)]);
    await deliver(acme, here);
    await deliver(globex, here);
    expect([await titles(acme), await titles(globex)]).toEqual([[], []]);
    await send(acme, [logon(3_000)]);
    await deliver(acme, here);
    expect([await titles(acme), await titles(globex)]).toEqual([['Many failed logons 3'], []]);
    for (const table of ['correlation_heads', 'correlation_leases', 'correlation_checkpoints'] as const) {
      const [theirs] = await db.database.tenant(globex, (tx) => {
        if (table === 'correlation_heads') return tx.sql<{ n: string }>`select count(*) as n from correlation_heads where tenant_id = ${acme.tenantId}`;
        if (table === 'correlation_leases') return tx.sql<{ n: string }>`select count(*) as n from correlation_leases where tenant_id = ${acme.tenantId}`;
        return tx.sql<{ n: string }>`select count(*) as n from correlation_checkpoints where tenant_id = ${acme.tenantId}`;
      });
      expect(Number(theirs?.n)).toBe(0);
    }
    await expect(here.correlate({ ...scope(globex), outboxId: newId(), payload: { partition: 63 } })).resolves.toMatchObject({ matches: 0 });
  });
});

describe('a suppression of a correlation', () => {
  const perHost = brute.replace('group-by: [IpAddress]', 'group-by: [IpAddress, Computer]');
  const from = (ip: string, after: number, more: object = {}) => [0, 1, 2].map((n) => logon(after + n * 1_000, { IpAddress: ip, ...more }));

  it('gathers groups that share a value into one alert, with all of their events, once', async () => {
    const texts = [failed, perHost];
    const { id } = await new Suppressions({ database: db.database }).create(acme, { ruleId: 'brute', keys: ['Computer'], windowMs: 1_800_000, reason: 'a test' });
    const here = process({ texts });
    await send(acme, [...from('203.0.113.1', 0), ...from('203.0.113.2', 60_000)], texts);
    await deliver(acme, here);
    await send(acme, [...from('203.0.113.3', 120_000), logon(130_000, { IpAddress: '203.0.113.1' }), ...from('203.0.113.4', 130_000, { Computer: 'dc-2' })], texts);
    const jobs = await jobsOf(acme, 'detection.correlate-partition');
    const work = jobs.map((job) => ({ ...scope(acme), outboxId: job.id, payload: job.payload as { partition: number } }));
    await Promise.all([...work, ...work].map((job) => here.correlate(job)));
    // Without its memory and its last checkpoint: the inputs that are left are applied anew.
    await deliver(acme, process({ texts }));
    expect((await listed(acme)).map(({ eventCount, suppressed, groupBy }) => [eventCount, suppressed, groupBy?.['Computer']]).sort()).toEqual([[10, true, 'dc-1'], [3, true, 'dc-2']]);
    expect(await new Suppressions({ database: db.database }).list(acme)).toMatchObject([{ id, hits: 3 }]);
    expect((await new Entities({ database: db.database }).riskiest(acme, 10)).map(({ score }) => Math.round(score))).toEqual([15, 15]);
  });

  it('opens another alert behind its window, and lets a run go on where it began', async () => {
    const texts = [failed, perHost];
    const here = process({ texts });
    await send(acme, from('203.0.113.1', 0), texts);
    await deliver(acme, here);
    await new Suppressions({ database: db.database }).create(acme, { keys: ['Computer'], windowMs: 300_000, reason: 'a test' });
    await send(acme, [logon(5_000, { IpAddress: '203.0.113.1' }), ...from('203.0.113.2', 10_000), ...from('203.0.113.3', 1_000_000)], texts);
    await deliver(acme, here);
    expect((await listed(acme)).map(({ eventCount, suppressed }) => [eventCount, suppressed]).sort()).toEqual([[3, true], [3, true], [4, false]]);
  });
});
