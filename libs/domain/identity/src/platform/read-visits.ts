import type { TenantTx } from '@vedette/database';
import type { Uuid } from '@vedette/kernel';

/** Somebody of support was in. */
export interface SupportVisit {
  /** `support:<uuid>`, as the audit log names them. */
  readonly principal: string;
  readonly enteredAt: Date;
  /** Null for one that did not say goodbye: it ended with its session or the grant, or goes on. */
  readonly leftAt: Date | null;
}

const MOST_ENTRIES = 1_000;

/** Who came in by which grant, as the audit log has it, newest first. */
export async function readVisits(tx: TenantTx, grantIds: readonly Uuid[]): Promise<ReadonlyMap<string, readonly SupportVisit[]>> {
  const entries = await tx.sql<{ target_id: string; principal: string; action: string; at: Date }>`select target_id, principal, action, at from audit_entries
    where target_kind = 'support-grant' and target_id = any(${grantIds}::text[]) and action in ('support.entered', 'support.left')
    order by at desc limit ${MOST_ENTRIES}`;
  const visits = new Map<string, SupportVisit[]>();
  for (const { target_id: grantId, principal, action, at } of entries.toReversed()) {
    const before = visits.get(grantId) ?? [];
    const inside = action === 'support.left' ? before.find((visit) => visit.principal === principal && visit.leftAt === null) : undefined;
    if (inside) visits.set(grantId, before.map((visit) => (visit === inside ? { ...visit, leftAt: at } : visit)));
    else if (action === 'support.entered') visits.set(grantId, [{ principal, enteredAt: at, leftAt: null }, ...before]);
  }
  return visits;
}
