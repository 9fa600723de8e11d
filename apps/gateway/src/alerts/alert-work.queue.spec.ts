import 'reflect-metadata';
import { notifyAlert } from '@vedette/contracts';
import type { TenantScope } from '@vedette/database';
import { parseTenantId } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { openAlert } from '../fixtures/alert-rows';
import { Browser, codesOf, newKey, newOwner } from '../fixtures/browser';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

let db: TestDatabase;
let gateway: RunningGateway;
let acme: Browser;
let globex: Browser;
let scope: TenantScope;
let owner: string;

interface Listed {
  alerts: { edges: { node: { id: string; status: string; assignee: string | null } }[] };
}
const list = '{ alerts(first: 50) { edges { node { id status assignee } } } }';
const listed = async (browser: Browser) => (await browser.ask<Listed>(list)).alerts.edges.map(({ node }) => node);
const mutate = (browser: Browser, field: string, input: object, selection: string) =>
  browser.ask<Record<string, Record<string, unknown>>>(
    `mutation($input: ${field[0]?.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $input) { ${selection} userErrors { code field } } }`, { input },
  ).then((data) => data[field] ?? {});

beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() });
  acme = await newOwner(gateway.origin, 'owner@acme.example');
  globex = await newOwner(gateway.origin, 'owner@globex.example');
  const [row] = await db.adminSql<{ id: string }>`select id from tenants where name = 'acme'`;
  scope = { tenantId: parseTenantId(row?.id), principal: 'system:spec' };
  const { members } = await acme.ask<{ members: { principal: string; email: string }[] }>('{ members { principal email role } }');
  expect(members).toEqual([{ principal: expect.stringMatching(/^account:/), email: 'owner@acme.example', role: 'owner' }]);
  owner = members[0]?.principal ?? '';
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await db?.close();
}, 30_000);

describe('work on an alert', () => {
  it('is assigned, talked about, told in its history and found by its assignee', async () => {
    await openAlert(db.database, scope, 'ws-1');
    const [alert] = await listed(acme);
    const id = alert?.id ?? '';
    expect(await mutate(acme, 'assignAlert', { id, assignee: owner }, 'alert { assignee }')).toEqual({ alert: { assignee: owner }, userErrors: [] });
    const { comment } = (await mutate(acme, 'writeComment', { alertId: id, text: 'hello <b>' }, 'comment { id text author }')) as { comment: { id: string; text: string } };
    expect(comment).toMatchObject({ text: 'hello <b>', author: owner });
    await mutate(acme, 'editComment', { id: comment.id, text: 'better' }, 'comment { text }');
    expect(await mutate(acme, 'writeComment', { alertId: id, text: ' ' }, 'comment { id }')).toEqual({ comment: null, userErrors: [{ code: 'comment.length_invalid', field: 'text' }] });
    const work = await acme.ask<{ alert: object }>(
      'query($id: ID!) { alert(id: $id) { comments { text editedAt } history { words principal } related { alert { id } relations } feedback { reason } } }', { id },
    );
    expect(work.alert).toMatchObject({
      comments: [{ text: 'better', editedAt: expect.any(String) }],
      history: ['opened an alert', `assigned an alert to ${owner}`, 'commented on an alert', 'edited a comment on an alert'].map((words) => ({ words })),
      related: [],
      feedback: null,
    });
    expect(await mutate(globex, 'editComment', { id: comment.id, text: 'x' }, 'comment { id }')).toMatchObject({ userErrors: [{ code: 'comment.not_found' }] });
    expect(await mutate(globex, 'assignAlert', { id, assignee: null }, 'alert { id }')).toMatchObject({ userErrors: [{ code: 'alert.not_found' }] });
  });

  it('asks why an alert was a false positive and shows it', async () => {
    await openAlert(db.database, scope, 'ws-2');
    const id = (await listed(acme))[0]?.id ?? '';
    expect(await mutate(acme, 'closeAlert', { id, resolution: 'FALSE_POSITIVE' }, 'alert { id }')).toMatchObject({ alert: null, userErrors: [{ code: 'feedback.reason_missing', field: 'reason' }] });
    const closed = await mutate(acme, 'closeAlert', { id, resolution: 'FALSE_POSITIVE', reason: 'the backup', excludeFields: ['Image'] }, 'alert { status feedback { reason excludeFields } }');
    expect(closed).toEqual({ alert: { status: 'CLOSED', feedback: { reason: 'the backup', excludeFields: ['Image'] } }, userErrors: [] });
  });

  it('is done to many at once, says what was skipped, and is taken back', async () => {
    for (const host of ['b-1', 'b-2']) await openAlert(db.database, scope, host);
    const before = await listed(acme);
    const foreign = 'QQ';
    const done = await mutate(acme, 'changeAlerts', { ids: [...before.map(({ id }) => id), foreign], move: 'ACKNOWLEDGE' }, 'changed changedIds skipped { id code } more undoToken');
    expect(done).toMatchObject({ changed: 3, more: false, userErrors: [] });
    expect(done['skipped']).toEqual(expect.arrayContaining([{ id: foreign, code: 'alert.not_found' }, { id: before[2]?.id, code: 'alert.already_closed' }]));
    expect(await mutate(globex, 'undoAlertChange', { token: done['undoToken'] }, 'changed')).toMatchObject({ changed: null, userErrors: [{ code: 'undo.not_found', field: 'token' }] });
    expect(await mutate(acme, 'undoAlertChange', { token: done['undoToken'] }, 'changed skipped { id }')).toMatchObject({ changed: 3, skipped: [] });
    expect(await listed(acme)).toEqual(before);
    expect(await mutate(acme, 'changeAlerts', { filter: { text: 'b-' }, move: 'CLOSE' }, 'changed')).toMatchObject({ userErrors: [{ code: 'alert.resolution_missing' }] });
  });
});

describe('suppressions', () => {
  it('are made, listed and ended in the own tenant', async () => {
    const wanted = { keys: ['User', 'entity'], windowMinutes: 60, reason: 'patch day' };
    const { suppression } = (await mutate(acme, 'createSuppression', wanted, 'suppression { id keys windowMinutes hits owner }')) as { suppression: { id: string } };
    expect(suppression).toMatchObject({ keys: ['User', 'entity'], windowMinutes: 60, hits: 0, owner });
    expect(await mutate(acme, 'createSuppression', { ...wanted, windowMinutes: 4 }, 'suppression { id }')).toMatchObject({ userErrors: [{ code: 'suppression.window_invalid', field: 'windowMinutes' }] });
    expect(await globex.ask('{ suppressions { id } }')).toEqual({ suppressions: [] });
    expect(await mutate(globex, 'endSuppression', { id: suppression.id }, 'suppression { id }')).toMatchObject({ userErrors: [{ code: 'suppression.not_found' }] });
    expect(await mutate(acme, 'endSuppression', { id: suppression.id }, 'suppression { endedAt }')).toMatchObject({ suppression: { endedAt: expect.any(String) } });
  });
});

describe('mail about alerts', () => {
  it('goes to the members that a rule names, with a link that opens the alert', async () => {
    const input = { name: 'Watch', recipients: [owner], quiet: { timeZone: 'Mars/Olympus', days: [1], from: '22:00', to: '07:00' } };
    const create = (rule: object) => acme.ask<{ createNotificationRule: object }>(
      'mutation($input: NotificationRuleInput!) { createNotificationRule(input: $input) { rule { id name recipients mailsPerHour } userErrors { code field } } }', { input: rule });
    expect(await create(input)).toMatchObject({ createNotificationRule: { rule: null, userErrors: [{ code: 'notification.quiet_invalid', field: 'quiet' }] } });
    expect(await create({ ...input, quiet: null })).toMatchObject({ createNotificationRule: { rule: { name: 'Watch', recipients: [owner], mailsPerHour: 10 } } });
    const alertId: Uuid = await openAlert(db.database, scope, 'mailed-host');
    await db.database.tenant(scope, async (tx) => tx.enqueue(notifyAlert, { alertIds: [alertId] }));
    const letter = await mailWith(gateway.origin, 'mailed-host');
    expect(letter).toContain('[high] Encoded PowerShell: mailed-host');
    expect(letter).toContain('To owner@acme.example');
    const id = /\/alerts\/([\w-]+)/.exec(letter)?.[1];
    expect(await acme.ask('query($id: ID!) { alert(id: $id) { entity { value } } }', { id })).toEqual({ alert: { entity: { value: 'mailed-host' } } });
    expect(await globex.ask('{ notificationRules { id } }')).toEqual({ notificationRules: [] });
  }, 30_000);
});

describe('a key', () => {
  it('that may only read alerts learns no addresses and changes nothing', async () => {
    const { secret } = await newKey(acme, ['alert:read']);
    const ask = async (query: string) => codesOf(await new Browser(gateway.origin).post({ query }, { authorization: `Bearer ${secret}`, cookie: undefined, origin: undefined }));
    expect(await ask('{ members { email } }')).toEqual(['auth.forbidden']);
    expect(await ask('{ riskiestEntities(first: 5) { value } suppressions { id } }')).toEqual([]);
    expect(await ask('mutation { endNotificationRule(input: { id: "x" }) { userErrors { code } } }')).toEqual(['auth.forbidden']);
  });
});

async function mailWith(origin: string, text: string): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const page = await (await fetch(`${origin}/mailbox`)).text();
    const letter = page.split('<article>').find((each) => each.includes(text));
    if (letter) return letter;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no mail came');
}
