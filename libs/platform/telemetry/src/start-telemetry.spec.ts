import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tracing } from '@opentelemetry/sdk-node';
import { newTenantId } from '@vedette/kernel';
import { counter, gauge, histogram } from './metrics';
import { inSpan } from './span';
import { startTelemetry } from './start-telemetry';
import type { Telemetry } from './start-telemetry';
import { currentTraceparent, parseTraceparent } from './traceparent';

const early = counter('vedette_spec_early_total');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('telemetry', () => {
  const spanExporter = new tracing.InMemorySpanExporter();
  let port: number;
  let telemetry: Telemetry;

  beforeAll(async () => {
    port = await freePort();
    telemetry = await startTelemetry({ service: 'spec', metricsPort: port, spanExporter, logLevel: 'silent' });
  });
  afterAll(() => telemetry.close());

  it('serves metrics on loopback, also those whose counter is older than telemetry', async () => {
    early.add(2, { outcome: 'done' });
    histogram('vedette_spec_ms').record(3);
    gauge('vedette_spec_lag_ms').set(7);
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toMatch(/vedette_spec_early_total\{outcome="done".*\} 2/);
    expect(text).toContain('vedette_spec_lag_ms');
    await expect(startTelemetry({ service: 'second', metricsPort: port })).rejects.toThrow('EADDRINUSE');
  });

  it('never makes a metric label of a tenant, whatever it is called', async () => {
    const tenant = newTenantId();
    early.add(1, { tenantId: tenant, tenant, 'vedette.tenant.id': tenant, shard: tenant, outcome: 'kept' });
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toContain('outcome="kept"');
    expect(text).not.toContain(tenant);
    expect(text).not.toMatch(/\{[^}]*tenant/);
  });

  it('continues a trace from a traceparent, and names the tenant on the span', async () => {
    const tenant = newTenantId();
    const outer = await inSpan('outer', {}, () => currentTraceparent());
    const inner = await inSpan('inner', { tenantId: tenant, password: 'hunter2' }, () => currentTraceparent(), { traceparent: outer });
    expect(parseTraceparent(inner)?.traceId).toBe(parseTraceparent(outer)?.traceId);
    await expect(inSpan('broken', {}, () => Promise.reject(new Error('password=hunter2')))).rejects.toThrow('hunter2');
    await telemetry.flush();
    const spans = spanExporter.getFinishedSpans();
    expect(spans.find((span) => span.name === 'inner')?.attributes).toEqual({ 'vedette.tenant.id': tenant });
    expect(spans.find((span) => span.name === 'broken')?.status.message).not.toContain('hunter2');
  });

  it.each(['', 'x', `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`, `01-${'1'.repeat(32)}-${'1'.repeat(16)}-01`])(
    'takes the traceparent %p as none',
    (text) => {
      expect(parseTraceparent(text)).toBeUndefined();
    },
  );
});
