import 'reflect-metadata';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { permissionsOf } from '@vedette/identity';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { buildSchema } from 'graphql';
import { Browser, codesOf, mailedToken, newKey, newOwner } from '../fixtures/browser';
import { dummyOperation } from '../fixtures/dummy-operation';
import { listen } from '../fixtures/listener';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';
import { isAllowed, operationsOf, permissionMatrix, renewal } from './permission-matrix';
import type { Operation } from './permission-matrix';

interface Person {
  readonly browser: Browser;
  readonly key: string;
  readonly held: ReadonlySet<string>;
}

const own = ['alert:read', 'event:write', 'key:read', 'member:read'];
const roles = ['owner', 'admin', 'analyst', 'responder', 'auditor', 'viewer', 'billing', 'custom'];
const schema = buildSchema(readFileSync(path.resolve(__dirname, '../../schema.graphql'), 'utf8'));
const isUpdate = (expect.getState() as { snapshotState?: { _updateSnapshot?: string } }).snapshotState?._updateSnapshot === 'all';

let db: TestDatabase;
let gateway: RunningGateway;
let operations: readonly Operation[];
const people = new Map<string, Person>();

beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() });
  operations = operationsOf(gateway.resolvers, gateway.routes);
  const owner = await newOwner(gateway.origin, 'owner@acme.example');
  const { createRole } = await owner.ask<{ createRole: { role: { id: string } } }>('mutation($input: RoleInput!) { createRole(input: $input) { role { id } } }', {
    input: { name: 'Own', permissions: own },
  });
  for (const role of roles) people.set(role, await join(owner, role, role === 'custom' ? createRole.role.id : role));
}, 60_000);

afterAll(async () => {
  await gateway?.close();
  await db?.close();
}, 30_000);

/** Joins as an admin and makes a key for everything; then the role is changed, and with it what either may do. */
async function join(owner: Browser, role: string, roleId: string): Promise<Person> {
  const email = `${role}@staff.example`;
  await owner.ask('mutation($input: InviteInput!) { invite(input: $input) { userErrors { code } } }', { input: { email, role: 'admin' } });
  const browser = new Browser(gateway.origin);
  const token = await mailedToken(gateway.origin, email);
  await browser.ask('mutation($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { viewer { email } userErrors { code } } }', {
    input: { token, password: 'plum gravel lantern 88' },
  });
  const { viewer } = await browser.ask<{ viewer: { permissions: string[] } }>('{ viewer { permissions } }');
  const { secret } = await newKey(browser, viewer.permissions);
  const { memberships } = await owner.ask<{ memberships: { id: string; email: string }[] }>('{ memberships { id email } }');
  const id = memberships.find((member) => member.email === email)?.id;
  const { changeMemberRole } = await owner.ask<{ changeMemberRole: { userErrors: unknown[] } }>(
    'mutation($input: ChangeMemberRoleInput!) { changeMemberRole(input: $input) { userErrors { code } } }', { input: { id, role: roleId } },
  );
  expect(changeMemberRole.userErrors).toEqual([]);
  return { browser, key: secret, held: role === 'custom' ? new Set(own) : permissionsOf(role) };
}

/** What was refused for want of a permission, or nothing; `broken` for what should never be answered. */
async function ask(person: Person, { name }: Operation): Promise<'forbidden' | 'let in' | 'broken'> {
  if (/^Subscription\./.test(name)) {
    const { query } = dummyOperation(schema, name);
    const listener = await listen(gateway.origin, { cookie: person.browser.cookie ?? '', query });
    listener.stop();
    return judge(listener.problems.flatMap((problem) => (problem as { extensions?: { code?: string } }).extensions?.code ?? []));
  }
  if (/^(Query|Mutation)\./.test(name)) return judge(codesOf(await person.browser.post(dummyOperation(schema, name))));
  const [method = '', url = ''] = name.split(' ');
  // Splunk's own scheme; and OTLP looks at the type before it looks at the key.
  const scheme = url.startsWith('/services/collector') ? 'Splunk' : 'Bearer';
  const answer = await fetch(`${gateway.origin}${url.replace(/:\w+/g, 'x').replace('*', '')}`, {
    method,
    headers: { authorization: `${scheme} ${person.key}`, 'content-type': 'application/json', 'vedette-client': 'spec' },
    ...(method === 'GET' ? {} : { body: '{}' }),
  });
  await answer.text();
  return answer.status === 403 ? 'forbidden' : answer.status >= 500 ? 'broken' : 'let in';
}

function judge(codes: readonly string[]): 'forbidden' | 'let in' | 'broken' {
  if (codes.includes('auth.forbidden')) return 'forbidden';
  return codes.some((code) => code === 'INTERNAL' || code === 'auth.unauthenticated') ? 'broken' : 'let in';
}

describe('the matrix of roles and operations', () => {
  it('stands in docs/security/permissions.md as the code declares it', () => {
    const file = path.resolve(__dirname, '../../../../docs/security/permissions.md');
    const text = permissionMatrix(operations);
    if (isUpdate) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    if (readFileSync(file, 'utf8') !== text) throw new Error(`docs/security/permissions.md is not what the code says any more; read what changed and renew it: ${renewal}`);
  });

  it('is what every role gets when it asks every operation', async () => {
    const unexpected: string[] = [];
    let asked = 0;
    // Last what ends the session.
    const last = ['Mutation.endAllSessions', 'Mutation.logOut'];
    const inOrder = [...operations].sort((one, other) => last.indexOf(one.name) - last.indexOf(other.name));
    for (const [role, person] of people) {
      for (const operation of inOrder) {
        const answer = await ask(person, operation);
        const expected = isAllowed(operation.access, person.held) ? 'let in' : 'forbidden';
        if (answer !== expected) unexpected.push(`${role} ${operation.name}: ${answer}, not ${expected}`);
        asked += 1;
      }
    }
    process.stdout.write(`asked ${asked}: ${people.size} roles × ${operations.length} operations, ${unexpected.length} unexpected answers\n`);
    expect(unexpected).toEqual([]);
    expect(asked).toBe(people.size * operations.length);
  }, 120_000);
});
