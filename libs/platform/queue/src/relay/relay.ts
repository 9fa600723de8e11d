import type { RelayDoor } from '@vedette/database';
import type { PubSub } from '@vedette/pubsub';
import type { RedisPlace } from '../redis-connection';
import { announceTopics } from './announce-topics';
import { carryJobs } from './carry-jobs';
import { JobSender } from './job-sender';
import { measureLag } from './outbox-lag';
import { pruneTopics } from './prune-topics';
import { resendLost } from './resend-lost';
import { Rounds } from './rounds';

export interface RelayOptions extends RedisPlace {
  readonly relay: RelayDoor;
  readonly pubsub: PubSub;
  /** The backstop for what nobody poked about; default 500. */
  readonly pollMs?: number;
  /** Unfinished jobs of one tenant in one queue that may be in Redis at once; default 64. */
  readonly perTenant?: number;
}

const HOUSEKEEPING_MS = 5_000;
const PRUNING_MS = 600_000;

/**
 * Carries what was committed out of Postgres: jobs to BullMQ, announcements to their log and then to pub/sub. One in
 * every server process, over all tenants; any number may run at once. It never throws: what fails waits for the next round.
 */
export class Relay {
  private constructor(
    private readonly sender: JobSender,
    private readonly jobs: Rounds,
    private readonly others: readonly Rounds[],
    private readonly topics: Rounds,
  ) {}

  static start(options: RelayOptions): Relay {
    const { relay, pubsub, pollMs = 500, perTenant = 64 } = options;
    const sender = new JobSender(options);
    // Whether Redis was emptied is asked before anything is sent, or fresh jobs would count as lost ones.
    let asked = false;
    const jobs = new Rounds('jobs', pollMs, async () => {
      if (!asked) await resendLost(relay, sender);
      asked = true;
      return (await carryJobs(relay, sender, perTenant)) > 0;
    });
    const topics = new Rounds('topics', pollMs, async () => (await announceTopics(relay, pubsub)) > 0);
    const lost = new Rounds('lost jobs', pollMs, async () => {
      await resendLost(relay, sender);
      return false;
    });
    const lag = new Rounds('lag', HOUSEKEEPING_MS, async () => {
      await measureLag(relay);
      return false;
    });
    const prune = new Rounds('pruning', PRUNING_MS, async () => {
      await pruneTopics(relay);
      return false;
    });
    return new Relay(sender, jobs, [lost, lag, prune], topics);
  }

  /** Something was committed in this process: `database.onCommit((wrote) => relay.poke(wrote))`. */
  poke(wrote: { readonly jobs: boolean; readonly topics: boolean } = { jobs: true, topics: true }): void {
    if (wrote.jobs) this.jobs.poke();
    if (wrote.topics) this.topics.poke();
  }

  /** Ends the rounds under way; close it before the door and the pub/sub it uses. */
  async close(): Promise<void> {
    await Promise.all([this.jobs, this.topics, ...this.others].map((rounds) => rounds.close()));
    await this.sender.close();
  }
}
