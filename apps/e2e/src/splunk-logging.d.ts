declare module 'splunk-logging' {
  /** What this journey uses of Splunk's client. */
  export class Logger {
    constructor(config: { readonly token: string; readonly url: string; readonly maxBatchCount?: number });
    eventFormatter: (message: unknown) => unknown;
    send(context: { readonly message: unknown; readonly metadata?: { readonly source?: string } }): void;
    flush(answered: (error: unknown) => void): void;
  }
}
