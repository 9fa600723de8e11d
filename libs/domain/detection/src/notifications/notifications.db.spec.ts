import type { Actor } from '@vedette/identity';
import { dateFrom, newId, Outage, parseUuid, type Uuid } from '@vedette/kernel';
import { Mailbox, type Letter } from '@vedette/mail';
import { fakeClock, openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import { followOpened } from '../alerts/opened-alerts';
import { actorOf } from '../fixtures/actor-of';
import { makeAlerts, makeMember, outcome, type MadeAlert } from '../fixtures/alert-rows';
import { Alerts } from '../alerts/alerts';
import { NotificationRules, type NotificationWish } from './notification-rules';
import { Notifications } from './notifications';
import type { NotifyWork } from './plan-mailings';

const HOUR = 3_600_000;
const clock = fakeClock(0);
const nights = { timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '07:00', criticalBreaksThrough: true };

let db: TestDatabase;
let rules: NotificationRules;
let acme: Actor;
let globex: Actor;
let ana: string;
let sent: Letter[];
let broken: boolean;
let addresses: Map<string, string>;

beforeAll(async () => {
  db = await openTestDatabase({ poolSize: 10 });
  rules = new NotificationRules({ database: db.database, clock });
});
afterAll(() => db?.close());
beforeEach(async () => {
  const tenants = await twoTenants(db);
  acme = actorOf(tenants.acme);
  globex = actorOf(tenants.globex);
  clock.set(dateFrom('2026-06-10T12:00Z').getTime());
  [sent, broken, addresses] = [[], false, new Map()];
  ana = await member(acme, 'ana@acme.example');
});

async function member(actor: Actor, email: string): Promise<string> {
  const principal = await makeMember(db, actor, email);
  addresses.set(principal.slice('account:'.length), email);
  return principal;
}

/** A process of its own; the mail door is faked, with a memory. */
function newProcess(): Notifications {
  const box = new Mailbox(clock);
  return new Notifications({
    database: db.database,
    clock,
    mail: {
      async send(letter) {
        if (broken) throw new Outage('mail', null);
        box.keep(letter);
        sent.push(letter);
      },
    },
    addressesOf: async (_, ids) => new Map(ids.flatMap((id): [Uuid, string][] => (addresses.has(id) ? [[id, addresses.get(id) ?? '']] : []))),
    linkOf: (_, id) => `https://vedette.example/alerts/${id ?? ''}`,
  });
}
const run = (actor: Actor, payload: NotifyWork, process = newProcess()) => process.notify({ tenantId: actor.tenantId, principal: 'job:notify-alert', outboxId: newId(), payload });
const open = (actor: Actor, made: readonly Partial<MadeAlert>[]) => makeAlerts(db, actor, made.map((one) => ({ openedAt: clock.now(), ...one })));
const wish = (more: Partial<NotificationWish> = {}): NotificationWish => ({ name: 'Watch', recipients: [ana], ...more });
const subjects = () => sent.map(({ subject }) => subject);
const jobs = (actor: Actor) => db.database.tenant(actor, (tx) => tx.sql<{ payload: NotifyWork; delay: string }>`
  select payload, round(extract(epoch from available_at - created_at)) as delay from outbox where name = 'detection.notify-alert' order by available_at, id`);

describe('an opened alert', () => {
  it('is told of to each recipient, once, however often and by however many its job is run', async () => {
    await rules.create(acme, wish({ recipients: [ana, await member(acme, 'ben@acme.example')] }));
    const alertIds = await open(acme, [{ entity: 'ws-1' }]);
    await Promise.all(Array.from({ length: 6 }, () => run(acme, { alertIds })));
    await run(acme, { alertIds });
    expect(sent.map(({ to }) => to).sort()).toEqual(['ana@acme.example', 'ben@acme.example']);
    expect(new Set(subjects())).toEqual(new Set(['[high] A rule: ws-1']));
    expect(sent[0]?.text).toContain(`https://vedette.example/alerts/${alertIds[0]}`);
  });

  it('makes a job in its own transaction if, and only if, somebody of the tenant wants mail', async () => {
    const opened = async (actor: Actor) => {
      const [id] = await open(actor, [{}]);
      const alert = { id: parseUuid(id), severity: 'high' as const, entity: { kind: 'host', value: 'x' }, firstAt: clock.now() };
      await db.database.tenant(actor, (tx) => followOpened(tx, Array.from({ length: 150 }, () => alert), clock.now()));
    };
    await opened(acme);
    expect(await jobs(acme)).toEqual([]);
    const { id } = await rules.create(acme, wish());
    await opened(acme);
    await opened(globex);
    expect((await jobs(acme)).map(({ payload }) => payload.alertIds?.length)).toEqual([100, 50]);
    expect(await jobs(globex)).toEqual([]);
    await rules.end(acme, id);
    await opened(acme);
    expect(await jobs(acme)).toHaveLength(2);
  });

  it('goes out when the mail server is back, to those who did not get it yet', async () => {
    await rules.create(acme, wish());
    const alertIds = await open(acme, [{}]);
    broken = true;
    await expect(run(acme, { alertIds })).rejects.toThrow('mail did not answer');
    broken = false;
    await run(acme, { alertIds });
    expect(sent).toHaveLength(1);
  });

  it('is taken over from a process that died while sending, when its claim has run out', async () => {
    await rules.create(acme, wish());
    const alertIds = await open(acme, [{}]);
    const dies = newProcess();
    Object.assign(dies, { settle: () => Promise.reject(new Error('killed')), send: () => Promise.reject(new Error('killed')) });
    await expect(run(acme, { alertIds }, dies)).rejects.toThrow('killed');
    await run(acme, { alertIds });
    expect([sent.length, await jobs(acme)]).toEqual([0, [{ payload: {}, delay: '91' }]]);
    clock.advance(91_000);
    await run(acme, {});
    expect(sent).toHaveLength(1);
  });

  it('is not told to who left, and not by a rule that ended', async () => {
    const ben = await member(acme, 'ben@acme.example');
    const { id } = await rules.create(acme, wish({ recipients: [ben] }));
    addresses.delete(ben.slice('account:'.length));
    await run(acme, { alertIds: await open(acme, [{}]) });
    await rules.end(acme, id);
    await run(acme, { alertIds: await open(acme, [{}]) });
    expect(sent).toEqual([]);
  });

  it('reaches only the rules whose conditions it meets', async () => {
    await rules.create(acme, wish({ severities: ['critical'] }));
    await rules.create(acme, wish({ tags: ['ATTACK.T1059'], entityText: 'WS-' }));
    await run(acme, { alertIds: await open(acme, [{ severity: 'critical', entity: 'db' }, { attack: ['attack.t1059'], entity: 'ws-1' }, { attack: ['attack.t1059'], entity: 'db' }, { entity: 'ws-2' }]) });
    expect(subjects().sort()).toEqual(['[critical] A rule: db', '[high] A rule: ws-1']);
  });
});

describe('quiet hours', () => {
  it('hold mail back and send it as one digest at their end; what is critical breaks through', async () => {
    const { id } = await rules.create(acme, wish({ quiet: nights }));
    clock.set(dateFrom('2026-03-28T23:30Z').getTime());
    await run(acme, { alertIds: await open(acme, [{ entity: 'a', severity: 'low' }, { entity: 'b', severity: 'critical' }]) });
    clock.advance(HOUR);
    await run(acme, { alertIds: await open(acme, [{ entity: 'c' }]) });
    expect(subjects()).toEqual(['[critical] A rule: b']);
    // In the night of the change to summer time: seven o'clock is at 05:00Z.
    expect(await jobs(acme)).toEqual([{ payload: { ruleId: id }, delay: String(5.5 * 3_600) }]);
    clock.set(dateFrom('2026-03-29T05:00Z').getTime());
    await Promise.all([run(acme, { ruleId: id }), run(acme, { ruleId: id })]);
    expect(subjects()).toEqual(['[critical] A rule: b', '[high] A rule: c, and 1 more']);
    await run(acme, { alertIds: await open(acme, [{ entity: 'd' }]) });
    expect(subjects().at(-1)).toBe('[high] A rule: d');
  });

  it('hold what is critical back too where they are told to', async () => {
    await rules.create(acme, wish({ quiet: { ...nights, criticalBreaksThrough: false } }));
    clock.set(dateFrom('2026-06-10T22:00Z').getTime());
    await run(acme, { alertIds: await open(acme, [{ severity: 'critical' }]) });
    expect(sent).toEqual([]);
  });
});

describe('the limit of mails an hour', () => {
  it('sends so many, then one digest of the rest, and never more in any hour', async () => {
    const { id } = await rules.create(acme, wish({ mailsPerHour: 3 }));
    await run(acme, { alertIds: await open(acme, Array.from({ length: 10 }, (_, n) => ({ entity: `ws-${n}` }))) });
    expect(sent).toHaveLength(3);
    expect((await jobs(acme)).map(({ payload, delay }) => [payload, delay])).toEqual([[{ ruleId: id }, '3600']]);
    clock.advance(HOUR - 1);
    await run(acme, { ruleId: id, alertIds: await open(acme, [{ entity: 'late' }]) });
    expect(sent).toHaveLength(3);
    clock.advance(1);
    await run(acme, { ruleId: id });
    expect([sent.length, sent[3]?.subject.includes('and 7 more')]).toEqual([4, true]);
  });

  it('is kept while eight jobs run at the same moment, and no alert is lost or told twice', async () => {
    const { id } = await rules.create(acme, wish({ mailsPerHour: 4 }));
    const batches = await Promise.all(Array.from({ length: 8 }, (_, lane) => open(acme, Array.from({ length: 5 }, (_, n) => ({ entity: `e${lane}x${n}` })))));
    await Promise.all(batches.map((alertIds) => run(acme, { alertIds })));
    expect(sent).toHaveLength(4);
    clock.advance(HOUR);
    await run(acme, { ruleId: id });
    expect(sent).toHaveLength(5);
    const told = sent.flatMap(({ text }) => text.match(/host e\dx\d/g) ?? []);
    expect([told.length, new Set(told).size]).toEqual([40, 40]);
  });
});

describe('a notification rule', () => {
  it.each<[string, Partial<NotificationWish>, string]>([
    ['no name', { name: ' ' }, 'notification.name_invalid'],
    ['nobody', { recipients: [] }, 'notification.recipients_invalid'],
    ['a stranger', { recipients: [`account:${newId()}`] }, 'assignee.not_member'],
    ['an address', { recipients: ['ana@acme.example'] }, 'assignee.not_member'],
    ['no mail at all', { mailsPerHour: 0 }, 'notification.limit_invalid'],
    ['a zone that is none', { quiet: { ...nights, timeZone: 'Mars' } }, 'notification.quiet_invalid'],
    ['a long entity', { entityText: 'x'.repeat(201) }, 'notification.condition_invalid'],
    ['a hundred and one tags', { tags: Array.from({ length: 101 }, (_, n) => `t${n}`) }, 'notification.condition_invalid'],
  ])('is refused with %s', async (_, wrong, code) => {
    expect(await outcome(rules.create(acme, wish(wrong)))).toBe(code);
  });

  it('is changed as a whole, by who may', async () => {
    const { id } = await rules.create(acme, wish({ severities: ['high'], quiet: nights }));
    expect(await outcome(rules.change(actorOf(acme, ['alert:read', 'alert:write']), id, wish()))).toBe('auth.forbidden');
    await rules.change(acme, id, wish({ name: 'Other', mailsPerHour: 1 }));
    expect(await rules.list(acme)).toMatchObject([{ name: 'Other', severities: [], quiet: null, mailsPerHour: 1, recipients: [ana] }]);
  });
});

describe('another tenant', () => {
  it('cannot list, change or end a rule, nor make its mail go', async () => {
    const { id } = await rules.create(acme, wish());
    expect(await rules.list(globex)).toEqual([]);
    const bob = await member(globex, 'bob@globex.example');
    expect(await outcome(rules.change(globex, id, wish({ recipients: [bob] })))).toBe('notification.not_found');
    expect(await outcome(rules.end(globex, id))).toBe('notification.not_found');
    expect(await outcome(rules.create(globex, wish()))).toBe('assignee.not_member');
    await run(globex, { alertIds: await open(acme, [{}]), ruleId: id });
    expect(sent).toEqual([]);
    expect(await new Alerts({ database: db.database }).list(globex, { first: 1 })).toMatchObject({ alerts: [] });
  });
});
