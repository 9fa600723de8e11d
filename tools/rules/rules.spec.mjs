import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** Some source file of a project: a planted text is linted in its place, with all the rules that hold there. */
function fileOf(project) {
  const found = readdirSync(join(root, project, 'src'), { recursive: true }).find((name) => /^(?!.*\.(spec|d)\.tsx?$).*\.tsx?$/.test(name) && !/index\.ts$/.test(name));
  if (!found) throw new Error(`${project} has no source file to plant into`);
  return `${project}/src/${found}`;
}

const kernel = () => 'libs/kernel/src/ids.ts';
const planted = [
  ['typeorm outside of the database', () => fileOf('libs/domain/detection'), `import { DataSource } from 'typeorm'; void DataSource;`, 'house/one-door'],
  ['pg in a domain, as a type', () => fileOf('libs/domain/detection'), `import type { Client } from 'pg'; export type C = Client;`, 'house/one-door'],
  ['pg by require', () => fileOf('libs/domain/detection'), `export const pg = require('pg');`, 'house/one-door'],
  ['bullmq outside of the queue', () => fileOf('libs/domain/detection'), `import { Queue } from 'bullmq'; void Queue;`, 'house/one-door'],
  ['ioredis in a domain', () => fileOf('libs/domain/detection'), `import { Redis } from 'ioredis'; void Redis;`, 'house/one-door'],
  ['the S3 client outside of storage', kernel, `import { S3Client } from '@aws-sdk/client-s3'; void S3Client;`, 'house/one-door'],
  ['nodemailer outside of mail', kernel, `import { createTransport } from 'nodemailer'; void createTransport;`, 'house/one-door'],
  ['Nest in a domain', () => fileOf('libs/domain/detection'), `import { Injectable } from '@nestjs/common'; void Injectable;`, 'house/one-door'],
  ['Nest in a domain, imported late', () => fileOf('libs/domain/detection'), `export const core = import('@nestjs/core');`, 'house/one-door'],
  ['the environment outside of config', kernel, `export const home = process.env['HOME'];`, 'house/environment'],
  ['Date.now outside of the clock', kernel, `export const t = Date.now();`, 'house/clock'],
  ['new Date outside of the clock', kernel, `export const t = new Date();`, 'house/clock'],
  ['a default export', kernel, `export default 1;`, 'no-restricted-syntax'],
  ['an export of everything', kernel, `export * from './errors';`, 'no-restricted-syntax'],
  ['any', kernel, `export const x: any = 1;`, '@typescript-eslint/no-explicit-any'],
  ['a non-null assertion', kernel, `export const f = (x?: string) => x!.length;`, '@typescript-eslint/no-non-null-assertion'],
  ['a promise nobody awaits', kernel, `async function f(): Promise<void> {} \nexport function g(): void { f(); }`, '@typescript-eslint/no-floating-promises'],
  ['the own entry point, by path', kernel, `import { systemClock } from './index'; void systemClock;`, 'house/no-own-index'],
  ['the own entry point, by name', kernel, `import { systemClock } from '@vedette/kernel'; void systemClock;`, 'house/no-own-index'],
  ['a cycle of files', kernel, `import './index';`, 'house/no-cycle'],
  ['a barrel inside a project', () => 'apps/console/src/alerts/index.ts', `export const x = 1;`, 'house/no-barrel'],
  ['a file named after nothing', () => 'apps/console/src/alert-helper.ts', `export const x = 1;`, 'house/names'],
  ['a file not in kebab-case', () => 'apps/console/src/AlertList.tsx', `export const x = 1;`, 'house/names'],
  ['a class named after nothing', kernel, `export class AlertManager {}`, 'house/names'],
  ['a file of 401 lines', kernel, `${'// a line\n'.repeat(401)}export const x = 1;\n`, 'max-lines'],
  ['a hook behind a condition', () => 'apps/console/src/thing.tsx', `import { useState } from 'react';\nexport function Thing(p: { on: boolean }) { if (p.on) useState(1); return null; }`, 'react-hooks/rules-of-hooks'],
  ['kernel → database', kernel, `import { Database } from '@vedette/database'; void Database;`, '@nx/enforce-module-boundaries'],
  ['contracts → a domain', () => 'libs/contracts/src/topics.ts', `import { Alerts } from '@vedette/detection'; void Alerts;`, '@nx/enforce-module-boundaries'],
  ['identity → detection, against the line', () => fileOf('libs/domain/identity'), `import { Alerts } from '@vedette/detection'; void Alerts;`, '@nx/enforce-module-boundaries'],
  ['cache → database', () => fileOf('libs/platform/cache'), `import { Database } from '@vedette/database'; void Database;`, '@nx/enforce-module-boundaries'],
  ['a server app → the engine', () => fileOf('apps/gateway'), `import { normalise } from '@vedette/sigma'; void normalise;`, '@nx/enforce-module-boundaries'],
  ['the console → a domain', () => 'apps/console/src/main.tsx', `import { Actor } from '@vedette/identity'; void Actor;`, '@nx/enforce-module-boundaries'],
  ['testing outside of a spec', () => fileOf('libs/domain/detection'), `import { fakeClock } from '@vedette/testing'; void fakeClock;`, '@nx/enforce-module-boundaries'],
  ['another project by path', () => fileOf('libs/domain/detection'), `import { Actor } from '../../identity/src/index'; void Actor;`, '@nx/enforce-module-boundaries'],
];

const allowed = [
  ['the database → pg', () => fileOf('libs/platform/database'), `import { Client } from 'pg'; void Client;`],
  ['a domain → the database', () => fileOf('libs/domain/detection'), `import { Database } from '@vedette/database'; void Database;`],
  ['detection → identity', () => fileOf('libs/domain/detection'), `import { Actor } from '@vedette/identity'; void Actor;`],
  ['Nest in the gateway', () => fileOf('apps/gateway'), `import { Injectable } from '@nestjs/common'; void Injectable;`],
];

function lint(plantings) {
  const input = JSON.stringify(plantings.map(([, file, text]) => ({ file: file(), text })));
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'tools/rules/lint-text.mjs')], {
    input,
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64e6,
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

describe('lint, under the real configuration', () => {
  let caught;
  let passed;
  beforeAll(() => {
    caught = lint(planted);
    passed = lint(allowed);
  }, 120_000);

  it.each(planted.map(([name, , , rule], index) => [name, rule, index]))('catches %s (%s)', (_name, rule, index) => {
    expect(caught[index].map((message) => message.rule)).toContain(rule);
  });

  it.each(allowed.map(([name], index) => [name, index]))('allows %s', (_name, index) => {
    expect(passed[index]).toEqual([]);
  });
});
