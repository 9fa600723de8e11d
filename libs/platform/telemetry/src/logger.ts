import { isSpanContextValid, trace } from '@opentelemetry/api';
import { pino } from 'pino';
import type { DestinationStream, LevelWithSilent, Logger as PinoLogger } from 'pino';
import { isError, redact, scrub } from './redact';

export type LogLevel = LevelWithSilent;
/** Facts first, then a sentence: `log.warn({ queue, err }, 'a job became a dead letter')`. */
export type Logger = Pick<PinoLogger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'> & {
  child(bindings: Record<string, unknown>): Logger;
};

/** JSON lines with `trace_id` and `span_id` of the span under way; nothing secret in them. */
export function createLogger(options: { level?: LogLevel; destination?: DestinationStream }): PinoLogger {
  const root = pino(
    {
      level: options.level ?? 'info',
      base: { pid: process.pid },
      serializers: { err: (error: unknown) => error, error: (error: unknown) => error },
      formatters: {
        level: (label) => ({ level: label }),
        log: (facts) => redact(facts) as Record<string, unknown>,
      },
      mixin: traceIds,
      // Facts are redacted by key; this catches what somebody wrote into a sentence.
      hooks: {
        logMethod(args, method) {
          // A bare error would lend its message, as it is, to the line.
          const [first] = args as unknown[];
          const said = isError(first) && args.length === 1 ? [{ err: first }, first.message] : args;
          method.apply(this, said.map((arg) => (typeof arg === 'string' ? scrub(arg) : arg)) as typeof args);
        },
      },
    },
    options.destination ?? process.stdout,
  );
  // pino writes a child's bindings past its formatters. Children inherit this method.
  const child = root.child;
  root.child = function redactedChild(this: PinoLogger, bindings: object, settings?: object) {
    return child.call(this, redact(bindings) as typeof bindings, settings);
  } as typeof root.child;
  return root;
}

function traceIds(): Record<string, string> {
  const span = trace.getActiveSpan()?.spanContext();
  return span && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : {};
}

const root = createLogger({});
const named = new Map<string, PinoLogger>();

/** The process's logger under a name, e.g. `queue`. */
export function logger(name: string): Logger {
  const found = named.get(name) ?? root.child({ name });
  named.set(name, found);
  return found;
}

/** Applies to loggers that exist already too. */
export function setLogLevel(level: LogLevel): void {
  root.level = level;
  for (const each of named.values()) each.level = level;
}
