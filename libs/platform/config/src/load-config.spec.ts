import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error';
import { contextKeyConfig, databaseAppConfig } from './fragments/database-config';
import { httpConfig } from './fragments/http-config';
import { identityConfig } from './fragments/identity-config';
import { mailConfig } from './fragments/mail-config';
import { modeConfig } from './fragments/mode-config';
import { storageConfig } from './fragments/storage-config';
import { metricsConfig, tracingConfig } from './fragments/telemetry-config';
import { loadConfig } from './load-config';
import { optionalDependency } from './marks';

const secret = Buffer.alloc(32, 7).toString('base64');
const http = z.object(httpConfig);

function faultsOf(work: () => unknown): Record<string, string> {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return Object.fromEntries(error.faults.map((fault) => [fault.name, fault.reason]));
    throw error;
  }
  return {};
}

describe('loadConfig', () => {
  it('reports every fault together', () => {
    const schema = z.object({ ...httpConfig, ...databaseAppConfig, ...contextKeyConfig, ...modeConfig, ...mailConfig });
    const faults = faultsOf(() => loadConfig(schema, { PORT: 'many', VEDETTE_MODE: 'test', MAIL_URL: 'mailbox' }));
    expect(Object.keys(faults).sort()).toEqual(
      ['DATABASE_APP_URL', 'MAIL_URL', 'PORT', 'PUBLIC_URL', 'VEDETTE_CONTEXT_KEY', 'VEDETTE_MODE'].sort(),
    );
    expect(faults).toMatchObject({ PORT: 'expected a port number; it is "many"', PUBLIC_URL: 'is not set' });
  });

  it('never quotes a secret, however wrong it is', () => {
    const schema = z.object({ ...databaseAppConfig, ...contextKeyConfig, ...identityConfig });
    const work = () =>
      loadConfig(schema, { DATABASE_APP_URL: 'mysql://u:hunter2@h', VEDETTE_CONTEXT_KEY: 'k:hunter2', VEDETTE_PEPPERS: 'hunter2' });
    expect(Object.keys(faultsOf(work))).toHaveLength(3);
    expect(work).toThrow(expect.not.objectContaining({ message: expect.stringContaining('hunter2') }));
  });

  it('gives parsed values and safe defaults', () => {
    expect(loadConfig(http, { PUBLIC_URL: 'https://vedette.example/' })).toEqual({
      PUBLIC_URL: 'https://vedette.example',
      HOST: '127.0.0.1',
      PORT: 4000,
    });
    expect(loadConfig(z.object(modeConfig), {})).toEqual({ VEDETTE_MODE: 'production' });
    expect(loadConfig(z.object(metricsConfig), { METRICS_PORT: '' })).toEqual({ METRICS_PORT: undefined });
    expect(loadConfig(z.object(contextKeyConfig), { VEDETTE_CONTEXT_KEY: `k1:${secret}` })).toEqual({
      VEDETTE_CONTEXT_KEY: { id: 'k1', secret: Buffer.alloc(32, 7) },
    });
  });

  it('takes several peppers, the current one first, and refuses one id twice', () => {
    const schema = z.object(identityConfig);
    const { VEDETTE_PEPPERS } = loadConfig(schema, { VEDETTE_PEPPERS: `new:${secret},old:${secret}` });
    expect(VEDETTE_PEPPERS.map((pepper) => pepper.id)).toEqual(['new', 'old']);
    expect(() => loadConfig(schema, { VEDETTE_PEPPERS: `a:${secret},a:${secret}` })).toThrow('each id once');
  });

  it.each(['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000', 'https://vedette.example'])(
    'accepts %s as public URL',
    (PUBLIC_URL) => {
      expect(loadConfig(http, { PUBLIC_URL }).PUBLIC_URL).toBe(PUBLIC_URL);
    },
  );

  it.each(['http://vedette.example', 'http://10.0.0.1', 'http://127.0.0.1.evil.example', 'https://a.example/path', 'ftp://a', 'x'])(
    'refuses %s as public URL',
    (PUBLIC_URL) => {
      expect(faultsOf(() => loadConfig(http, { PUBLIC_URL }))).toHaveProperty('PUBLIC_URL');
    },
  );

  it('keeps the mailbox and development mode away from any address but loopback', () => {
    const schema = z.object({ ...httpConfig, ...mailConfig, ...modeConfig });
    const mailbox = { MAIL_URL: 'mailbox', PUBLIC_URL: 'https://vedette.example' };
    expect(faultsOf(() => loadConfig(schema, mailbox))).toHaveProperty('MAIL_URL');
    expect(faultsOf(() => loadConfig(schema, { ...mailbox, VEDETTE_MODE: 'development' }))).toHaveProperty('VEDETTE_MODE');
    const local = { MAIL_URL: 'mailbox', PUBLIC_URL: 'http://localhost:4000', VEDETTE_MODE: 'development' };
    expect(loadConfig(schema, local).MAIL_URL).toBe('mailbox:');
  });

  it('takes an optional dependency as off, or on with all it needs', () => {
    const schema = z.object({ ...tracingConfig, ...storageConfig, pair: optionalDependency({ A: z.string(), B: z.string() }) });
    const STORAGE_URL = 'file:///var/lib/vedette';
    expect(loadConfig(schema, { STORAGE_URL })).toMatchObject({ tracing: { on: false }, storageKeys: { on: false } });
    expect(loadConfig(schema, { STORAGE_URL, OTLP_URL: 'http://127.0.0.1:4318/v1/traces' }).tracing).toEqual({
      on: true,
      OTLP_URL: 'http://127.0.0.1:4318/v1/traces',
    });
    expect(faultsOf(() => loadConfig(schema, { STORAGE_URL, A: 'only' }))).toEqual({ B: 'is not set' });
  });

  it('reads a mounted secret, and refuses to guess when both are given', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'vedette-config-')), 'key');
    writeFileSync(file, `k1:${secret}\n`);
    const schema = z.object(contextKeyConfig);
    expect(loadConfig(schema, { VEDETTE_CONTEXT_KEY_FILE: file }).VEDETTE_CONTEXT_KEY.id).toBe('k1');
    expect(() => loadConfig(schema, { VEDETTE_CONTEXT_KEY_FILE: file, VEDETTE_CONTEXT_KEY: `k1:${secret}` })).toThrow('keep one');
    expect(() => loadConfig(schema, { VEDETTE_CONTEXT_KEY_FILE: `${file}.gone` })).toThrow('cannot be read');
  });
});
