declare module 'splunk-logging' {
  export interface LoggerConfig {
    readonly token: string;
    readonly url: string;
    readonly maxBatchCount?: number;
    readonly maxRetries?: number;
  }
  export interface Context {
    readonly message: unknown;
    readonly severity?: string;
    readonly metadata?: { readonly time?: number; readonly host?: string; readonly source?: string; readonly sourcetype?: string; readonly index?: string };
  }
  type Answered = (error: Error | null, response: { readonly statusCode: number }, body: { readonly text: string; readonly code: number }) => void;
  export class Logger {
    constructor(config: LoggerConfig);
    error: (error: Error & { code?: number }, context: Context) => void;
    eventFormatter: (message: unknown, severity: string) => unknown;
    send(context: Context, answered?: Answered): void;
    flush(answered?: Answered): void;
  }
}
