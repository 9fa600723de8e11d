import { metrics } from '@opentelemetry/api';
import type { Meter, MeterProvider } from '@opentelemetry/api';

/** Few values each, known when the code was written: queue, outcome, status class. Never a tenant, user or id. */
export type Labels = Readonly<Record<string, string | number | boolean>>;

export interface Counter {
  add(count?: number, labels?: Labels): void;
}
export interface Histogram {
  record(value: number, labels?: Labels): void;
}
export interface Gauge {
  set(value: number, labels?: Labels): void;
}

/** @param name `vedette_<noun>_<unit>`, e.g. `vedette_jobs_total` (https://prometheus.io/docs/practices/naming/) */
export function counter(name: string, description?: string): Counter {
  const instrument = whenAsked((meter) => meter.createCounter(name.replace(/_total$/, ''), { description }));
  return { add: (count = 1, labels = {}) => instrument().add(count, safe(labels)) };
}

const DURATIONS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000];

/** Buckets fit milliseconds unless `boundaries` says otherwise. */
export function histogram(name: string, description?: string, boundaries: readonly number[] = DURATIONS_MS): Histogram {
  const advice = { explicitBucketBoundaries: [...boundaries] };
  const instrument = whenAsked((meter) => meter.createHistogram(name, { description, advice }));
  return { record: (value, labels = {}) => instrument().record(value, safe(labels)) };
}

/** The last value set, per label set. */
export function gauge(name: string, description?: string): Gauge {
  const instrument = whenAsked((meter) => meter.createGauge(name, { description }));
  return { set: (value, labels = {}) => instrument().record(value, safe(labels)) };
}

/**
 * Modules make their instruments when they load, before telemetry starts; an instrument of the API's no-op meter stays
 * a no-op for good, so it is made on first use and again when the provider has changed.
 */
function whenAsked<T>(make: (meter: Meter) => T): () => T {
  let made: { provider: MeterProvider; instrument: T } | undefined;
  return () => {
    const provider = metrics.getMeterProvider();
    if (made?.provider !== provider) made = { provider, instrument: make(provider.getMeter('vedette')) };
    return made.instrument;
  };
}

// The guard against a series per tenant: such a label is dropped, whoever wrote it.
const UNBOUNDED = /(tenant|account|principal|user|session|email|(^|[._])id$|Id$)/i;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-/i;

function safe(labels: Labels): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(labels).filter(([key, value]) => !UNBOUNDED.test(key) && !(typeof value === 'string' && UUID.test(value))),
  );
}
