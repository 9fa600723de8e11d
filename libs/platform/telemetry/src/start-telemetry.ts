import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK, resources, tracing } from '@opentelemetry/sdk-node';
import { logger, setLogLevel } from './logger';
import type { LogLevel } from './logger';

export interface Telemetry {
  flush(): Promise<void>;
  /** Flushes and ends, within 3 s. */
  close(): Promise<void>;
}

export interface TelemetryOptions {
  /** Name of the process, e.g. `gateway`. */
  readonly service: string;
  /** Prometheus endpoint `http://127.0.0.1:<port>/metrics`; none without it. */
  readonly metricsPort?: number;
  /** Whole OTLP/HTTP address for traces; spans stay in the process without it, so that ids still join logs and jobs. */
  readonly otlpUrl?: string;
  /** Where spans go instead, e.g. `new tracing.InMemorySpanExporter()` in a spec. */
  readonly spanExporter?: tracing.SpanExporter;
  readonly logLevel?: LogLevel;
}

const nowhere: tracing.SpanProcessor = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

/** Call once, first thing in `main.ts`. Rejects when the metrics port is taken. */
export async function startTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  if (options.logLevel) setLogLevel(options.logLevel);
  const prometheus = options.metricsPort === undefined ? undefined : await listen(options.metricsPort);
  const exporter =
    options.spanExporter ?? (options.otlpUrl ? new OTLPTraceExporter({ url: options.otlpUrl, timeoutMillis: 2_000 }) : undefined);
  const spans = exporter ? new tracing.BatchSpanProcessor(exporter) : nowhere;
  const sdk = new NodeSDK({
    resource: resources.resourceFromAttributes({ 'service.name': `vedette-${options.service}` }),
    // Everything is said here: an OTEL_* variable of the machine must not send our spans elsewhere.
    autoDetectResources: false,
    spanProcessors: [spans],
    metricReaders: prometheus ? [prometheus] : [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  logger('telemetry').info({ service: options.service, metricsPort: options.metricsPort, traces: options.otlpUrl !== undefined }, 'telemetry started');
  return {
    flush: () => bounded(spans.forceFlush(), 3_000),
    close: () => bounded(spans.forceFlush().then(() => sdk.shutdown()), 3_000),
  };
}

async function listen(port: number): Promise<PrometheusExporter> {
  const exporter = new PrometheusExporter({ host: '127.0.0.1', port, preventServerStart: true });
  await exporter.startServer();
  return exporter;
}

/** A collector that does not answer must not hold up a shutdown. */
async function bounded(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work.catch((error: unknown) => logger('telemetry').warn({ err: error }, 'telemetry was not flushed')), late]);
  clearTimeout(timer);
}
