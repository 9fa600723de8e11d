declare module 's3rver' {
  import type { Server } from 'node:http';
  import type { AddressInfo } from 'node:net';

  /** What the specs use of it (https://github.com/jamhall/s3rver). */
  class S3rver {
    constructor(options: Readonly<Record<string, unknown>>);
    readonly httpServer: Server;
    run(): Promise<AddressInfo>;
    close(): Promise<void>;
  }
  export = S3rver;
}
