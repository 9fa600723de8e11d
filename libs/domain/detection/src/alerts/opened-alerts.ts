import { notifyAlert } from '@vedette/contracts';
import type { TenantTx } from '@vedette/database';
import type { Uuid } from '@vedette/kernel';
import type { Severity } from './alert';
import { severityRisk } from './risk';
import { changeRisk } from './store-risk';

export interface OpenedAlert {
  readonly id: Uuid;
  readonly severity: Severity;
  readonly entity: { readonly kind: string; readonly value: string };
  /** Its first event; milliseconds. */
  readonly firstAt: number;
}

/** As many as one job names; a burst that opens more is several jobs. */
const ALERTS_A_JOB = 100;

/** What follows from alerts that were just opened, in the transaction that opens them: risk, and mail where anybody wants it. */
export async function followOpened(tx: TenantTx, opened: readonly OpenedAlert[], now: number): Promise<void> {
  if (opened.length === 0) return;
  const [wanted] = await Promise.all([
    tx.sql`select 1 from notification_rules where ended_at is null limit 1`,
    changeRisk(tx, opened.map(({ severity, entity, firstAt }) => ({ ...entity, gain: severityRisk[severity], at: now, firstSeenAt: firstAt, alerts: 1 }))),
  ]);
  if (wanted.length === 0) return;
  for (let from = 0; from < opened.length; from += ALERTS_A_JOB) {
    tx.enqueue(notifyAlert, { alertIds: opened.slice(from, from + ALERTS_A_JOB).map(({ id }) => id) });
  }
}
