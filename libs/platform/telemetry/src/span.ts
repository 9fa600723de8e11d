import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, Span } from '@opentelemetry/api';
import { Refusal } from '@vedette/kernel';
import { isError, isSecretKey, scrub } from './redact';
import { contextOf } from './traceparent';

export interface SpanOptions {
  /** Continue this trace instead of the one under way; `''` starts a new one. */
  readonly traceparent?: string;
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
}

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/** The attribute under which spans name the tenant; metrics never do (one series per tenant would not end). */
export const TENANT_ATTRIBUTE = 'vedette.tenant.id';

/** Runs `work` in a span that ends with it. A thrown bug or Outage marks the span as failed, a Refusal does not. */
export async function inSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T> | T,
  options: SpanOptions = {},
): Promise<T> {
  const parent = options.traceparent === undefined ? context.active() : contextOf(options.traceparent);
  const settings = { attributes: withoutSecrets(attributes), kind: kinds[options.kind ?? 'internal'] };
  return trace.getTracer('vedette').startActiveSpan(name, settings, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      if (error instanceof Refusal) span.setAttribute('vedette.refusal', error.code);
      else span.setStatus({ code: SpanStatusCode.ERROR, message: isError(error) ? scrub(error.message) : 'not an error' });
      throw error;
    } finally {
      span.end();
    }
  });
}

function withoutSecrets(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([key]) => !isSecretKey(key))
      .map(([key, value]) => [key === 'tenantId' ? TENANT_ATTRIBUTE : key, typeof value === 'string' ? scrub(value) : value]),
  );
}
