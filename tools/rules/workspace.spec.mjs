import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { arrowRefusal, depConstraints, kindArrows } from './arrows.mjs';
import { commitProblem } from './commit-message.mjs';
import { closedDoor, matches } from './doors.mjs';
import { importsIn } from './imports.mjs';
import { classProblem, pathProblem } from './names.mjs';
import { migrationNameProblems, rawTables } from './repo.mjs';
import { arrowProblems, projectCycle, readWorkspace, tagProblems } from './workspace-graph.mjs';

const root = resolve(__dirname, '../..');
const migrations = join(root, 'libs/platform/database/migrations');
const project = (name, type, scope, imports = []) => ({
  name,
  packageName: `@vedette/${name}`,
  tags: [`type:${type}`, `scope:${scope}`],
  imports: imports.map((target) => ({ file: 'src/x.ts', target: `@vedette/${target}`, inSpec: false })),
});

describe('this workspace', () => {
  const projects = readWorkspace(root);

  it('tags every project with one kind and one subject', () => expect(tagProblems(projects)).toEqual([]));
  it('has no arrow outside of the table', () => expect(arrowProblems(projects)).toEqual([]));
  it('has no cycle of projects, specs left out', () => expect(projectCycle(projects)).toBeNull());
  it('numbers its migrations once each', () => expect(migrationNameProblems(readdirSync(migrations))).toEqual([]));
  it.each(readdirSync(migrations))('makes tenant tables through app.tenant_table only, in %s', (name) => {
    expect(rawTables(readFileSync(join(migrations, name), 'utf8'))).toEqual([]);
  });
  it('has conventional commits', () => {
    // A tarball of the sources has no history to check.
    if (!existsSync(join(root, '.git'))) return;
    const log = execFileSync('git', ['log', '--format=%B%x00'], { cwd: root, encoding: 'utf8', maxBuffer: 64e6 });
    const problems = log.split('\0').map((message) => message.trim()).filter(Boolean).map(commitProblem).filter(Boolean);
    expect(problems).toEqual([]);
  });
});

describe('a planted violation is caught', () => {
  it('an untagged project', () => {
    expect(tagProblems([{ name: 'x', tags: [] }])).toHaveLength(2);
    expect(tagProblems([{ name: 'x', tags: ['type:folder', 'scope:x'] }])).toEqual(['x has the unknown kind folder']);
  });

  it('an arrow outside of the table', () => {
    const planted = [project('kernel', 'kernel', 'shared', ['database']), project('database', 'platform', 'database')];
    expect(arrowProblems(planted)).toEqual(['src/x.ts: kernel (kernel) may not import platform (database)']);
  });

  it('a domain that looks rightward', () => {
    const [identity, detection] = [project('identity', 'domain', 'identity'), project('detection', 'domain', 'detection')];
    expect(arrowRefusal(identity, detection)).toMatch(/domain identity may not import/);
    expect(arrowRefusal(detection, identity)).toBeNull();
  });

  it('testing imported by something that is no spec', () => {
    const [from, to] = [project('identity', 'domain', 'identity'), project('testing', 'testing', 'shared')];
    expect(arrowRefusal(from, to)).not.toBeNull();
    expect(arrowRefusal(from, to, { inSpec: true })).toBeNull();
  });

  it('a cycle of projects', () => {
    const planted = [project('a', 'domain', 'a', ['b']), project('b', 'domain', 'b', ['c']), project('c', 'domain', 'c', ['a'])];
    expect(projectCycle(planted)).toEqual(['a', 'b', 'c', 'a']);
  });

  it('a raw table, however it is written', () => {
    expect(rawTables('create table secrets (id int);')).toEqual(['secrets']);
    expect(rawTables('CREATE UNLOGGED TABLE IF NOT EXISTS "secrets" (id int);')).toEqual(['secrets']);
    expect(rawTables('-- create table secrets\ncreate table tenants (id uuid);')).toEqual([]);
    expect(rawTables("execute format('create table %I (x int)', name)")).toEqual([]);
  });

  it('a misnamed or doubled migration', () => {
    expect(migrationNameProblems(['0001-a.sql', '0001-b.sql', '2-c.sql'])).toHaveLength(2);
  });

  it.each(['added things', 'Feat: x', 'feat : x', 'feat: ', 'feat: x.', `fix: ${'x'.repeat(100)}`, 'fix: x\nbody'])('the commit message %j', (message) => {
    expect(commitProblem(message)).not.toBeNull();
  });
  it.each(['feat(gateway): a stranger signs up', 'fix!: refuse it', "Merge branch 'x'"])('and not the message %j', (message) => {
    expect(commitProblem(message)).toBeNull();
  });
});

describe('the tables themselves', () => {
  it('give Nx one constraint for every kind, and none to nobody', () => {
    const sources = depConstraints().map(({ sourceTag }) => sourceTag).filter(Boolean);
    expect(sources).toEqual(Object.keys(kindArrows).map((kind) => `type:${kind}`));
    expect(JSON.stringify(depConstraints())).not.toContain('*');
    expect(JSON.stringify(depConstraints())).not.toContain('"scope:shared"');
  });

  it('match globs as people read them', () => {
    expect(matches('libs/platform/queue/src/relay.ts', ['libs/platform/queue/**'])).toBe(true);
    expect(matches('libs/domain/x/src/alert.entity.ts', ['**/*.entity.ts'])).toBe(true);
    expect(matches('libs/platform/queues/src/a.ts', ['libs/platform/queue/**'])).toBe(false);
    expect(matches('@nestjs/common', ['@nestjs/*'])).toBe(true);
  });

  it('close a door to everyone but its keepers, by package and by its subpaths', () => {
    expect(closedDoor('libs/domain/x/src/a.ts', 'pg')).toBeDefined();
    expect(closedDoor('libs/domain/x/src/a.ts', 'pg/lib/client')).toBeDefined();
    expect(closedDoor('libs/platform/queue/src/a.ts', '@nestjs/common')).toBeUndefined();
    expect(closedDoor('libs/platform/queue/src/a.ts', '@nestjs/core')).toBeDefined();
    expect(closedDoor('libs/platform/queue/src/a.ts', 'zod')).toBeUndefined();
  });

  it('read imports in every form', () => {
    const text = `import a from 'a';\nimport type { B } from "b";\nimport 'c';\nexport {\n  d,\n} from 'd';\nconst e = await import('e'); require('f');\nconst no = "import x from 'y'";`;
    expect(importsIn(text).map(({ source }) => source)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(importsIn(text)[1].typeOnly).toBe(true);
  });

  it('name what says nothing', () => {
    expect(pathProblem('src/alert.service.ts')).not.toBeNull();
    expect(pathProblem('src/utils/thing.ts')).not.toBeNull();
    expect(pathProblem('src/alerts/alerts.db.spec.ts')).toBeNull();
    expect(classProblem('AlertsService')).not.toBeNull();
    expect(classProblem('Database')).toBeNull();
  });
});
