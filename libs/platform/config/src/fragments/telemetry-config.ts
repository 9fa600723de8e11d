import { z } from 'zod';
import { optionalDependency, quotable } from '../marks';
import { port, urlOf } from './urls';

/** Prometheus reads here; unset means no endpoint. */
export const metricsConfig = { METRICS_PORT: quotable(port.optional()) };

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const logConfig = {
  LOG_LEVEL: quotable(z.enum(levels, `expected one of ${levels.join(', ')}`).default('info')),
};

/** Traces over OTLP/HTTP, off unless an address is given; the whole URL, e.g. `http://127.0.0.1:4318/v1/traces`. */
export const tracingConfig = { tracing: optionalDependency({ OTLP_URL: urlOf('http', 'https') }) };
