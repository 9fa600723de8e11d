import type { TenantId, Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import type { TenantDeps } from '../tenants/tenant-settings';
import { asOperator, requireOperator } from './operators';
import { pageOf, readPage } from './page';
import type { Page, PageAsked } from './page';

export interface PlatformLogEntry {
  readonly id: Uuid;
  readonly at: Date;
  readonly operatorId: Uuid;
  /** Null for an account that is gone. */
  readonly operatorEmail: string | null;
  readonly action: string;
  readonly tenantId: TenantId | null;
  /** Null where it was none of a tenant's, or the tenant is erased. */
  readonly tenantName: string | null;
  readonly details: unknown;
}

interface LogRow {
  id: Uuid;
  at: Date;
  operator_id: Uuid;
  operator_email: string | null;
  action: string;
  tenant_id: TenantId | null;
  tenant_name: string | null;
  details: unknown;
}

/** Everything that operators did, kept apart from what they did it to. */
export class PlatformLog {
  constructor(private readonly deps: Pick<TenantDeps, 'directory'>) {}

  /** Newest first. @throws Refusal `auth.forbidden`, `page.size_invalid`, `cursor.malformed` */
  async list(actor: Actor, asked: PageAsked): Promise<Page<PlatformLogEntry>> {
    const operator = requireOperator(actor);
    const { limit, at, id } = readPage(asked);
    const rows = await asOperator(() => this.deps.directory.call<LogRow>('platform_log', operator, limit + 1, at, id));
    return pageOf(
      rows.map((row) => ({
        id: row.id,
        at: row.at,
        operatorId: row.operator_id,
        operatorEmail: row.operator_email,
        action: row.action,
        tenantId: row.tenant_id,
        tenantName: row.tenant_name,
        details: row.details,
      })),
      limit,
    );
  }
}
