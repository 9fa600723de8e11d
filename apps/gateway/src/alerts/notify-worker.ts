import { notifyAlert } from '@vedette/contracts';
import { Notifications } from '@vedette/detection';
import type { NotificationsDeps } from '@vedette/detection';
import { runWorkers } from '@vedette/queue';
import type { WorkersOptions } from '@vedette/queue';
import type { GlobalIds } from '../graphql/global-id';
import type { MemberAddresses } from './member-addresses';

const queues = { notifyAlert };
/** A letter that is cut off is another process's when its claim ends. */
const CLOSE_MS = 5_000;

export interface NotifyWorkerOptions
  extends Pick<NotificationsDeps, 'database' | 'mail' | 'clock'>, Pick<WorkersOptions<typeof queues>, 'redisUrl' | 'prefix' | 'relay'> {
  readonly addresses: MemberAddresses;
  readonly ids: GlobalIds;
  readonly publicUrl: string;
}

/**
 * Sends mail about alerts. Here and not where alerts are opened, since this process holds the doors to mail and to
 * addresses already, and the one that reads what attackers write needs neither.
 */
export async function runNotifyWorker({ addresses, ids, publicUrl, ...doors }: NotifyWorkerOptions): Promise<{ close(): Promise<void> }> {
  const notifications = new Notifications({
    ...doors,
    addressesOf: async (tenantId, accountIds) => new Map((await addresses.of(tenantId, accountIds)).map(({ accountId, email }) => [accountId, email])),
    // From the configured address alone, as every link that is mailed.
    linkOf: (tenantId, alertId) => new URL(alertId ? `/alerts/${ids.write(tenantId, 'Alert', alertId)}` : '/alerts', publicUrl).href,
  });
  const workers = await runWorkers({ ...doors, queues, handlers: { notifyAlert: async (job) => void (await notifications.notify(job)) } });
  return { close: () => workers.close(CLOSE_MS) };
}
