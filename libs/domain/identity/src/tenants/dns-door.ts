import { Resolver } from 'node:dns/promises';
import { Outage } from '@vedette/kernel';

const MOST_ANSWERS = 20;
const MOST_LENGTH = 512;
const WITHIN_MS = 5_000;
/** The name, or records of this type at it, are not there: an answer, and not a failure to get one. */
const NOTHING_THERE = new Set(['ENOTFOUND', 'ENODATA']);

export interface DnsOptions {
  /** Asked in place of the machine's own, as `192.0.2.53` or `127.0.0.1:5353`. */
  readonly servers?: readonly string[];
}

/** The one way to DNS: TXT records, few and short, within five seconds. */
export class DnsDoor {
  constructor(private readonly options: DnsOptions = {}) {}

  /** None where the name does not exist. @throws Outage `dns` when nobody answered in time */
  async texts(name: string): Promise<string[]> {
    const resolver = new Resolver({ timeout: WITHIN_MS, tries: 1 });
    const { servers } = this.options;
    if (servers && servers.length > 0) resolver.setServers(servers);
    // The resolver's own time limit is for each server and try.
    const timer = setTimeout(() => resolver.cancel(), WITHIN_MS);
    try {
      const records = await resolver.resolveTxt(name);
      return records.slice(0, MOST_ANSWERS).map((parts) => parts.join('').slice(0, MOST_LENGTH));
    } catch (error) {
      if (typeof error === 'object' && error !== null && 'code' in error && NOTHING_THERE.has(String(error.code))) return [];
      throw new Outage('dns', error);
    } finally {
      clearTimeout(timer);
    }
  }
}
