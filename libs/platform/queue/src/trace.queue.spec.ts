import { tracing } from '@opentelemetry/sdk-node';
import { currentTraceparent, inSpan, parseTraceparent, startTelemetry } from '@vedette/telemetry';
import type { Telemetry } from '@vedette/telemetry';
import { openRig, until } from './testing/rig';
import type { Rig } from './testing/rig';

describe('the trace of a job', () => {
  const spanExporter = new tracing.InMemorySpanExporter();
  let telemetry: Telemetry;
  let rig: Rig;
  beforeAll(async () => {
    telemetry = await startTelemetry({ service: 'spec', spanExporter });
    rig = await openRig();
  });
  afterAll(async () => {
    await rig.close();
    await telemetry.close();
  });

  it('is the one of the transaction that enqueued it, and names tenant, queue and attempt', async () => {
    let inHandler: string | undefined;
    await rig.work(async () => {
      inHandler = currentTraceparent();
    }, rig.relay());
    const click = await inSpan('click', {}, async () => {
      await rig.enqueue(rig.acme, 1);
      return currentTraceparent();
    });
    await until(() => inHandler !== undefined);
    expect(parseTraceparent(inHandler)?.traceId).toBe(parseTraceparent(click)?.traceId);
    await until(async () => {
      await telemetry.flush();
      return spanExporter.getFinishedSpans().some((span) => span.name === 'job spec.count-thing');
    });
    const span = spanExporter.getFinishedSpans().find((each) => each.name === 'job spec.count-thing');
    expect(span?.parentSpanContext?.spanId).toBe(parseTraceparent(click)?.spanId);
    expect(span?.attributes).toEqual({ 'vedette.tenant.id': rig.acme.tenantId, 'vedette.queue': 'spec.count-thing', 'vedette.attempt': 1 });
  });
});
