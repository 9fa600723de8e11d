import type { AuditRow, DirectoryDoor } from '@vedette/database';
import { readEmailAddress } from '@vedette/identity';
import type { IdentityEvent } from '@vedette/identity';
import { isUuid } from '@vedette/kernel';
import type { TenantId, Uuid } from '@vedette/kernel';
import { auditJson, identityJson } from './own-event';
import type { EventJson, Person } from './own-event';

/** What was heard, and when; nothing is known yet about where it is to be told. */
export type Heard =
  | { readonly at: number; readonly event: IdentityEvent }
  | { readonly at: number; readonly tenantId: TenantId; readonly principal: string; readonly row: AuditRow };

interface ToldRow {
  account_id: Uuid;
  email: string;
  email_key: string;
  tenant_ids: TenantId[];
}

interface Known {
  readonly byId: ReadonlyMap<string, ToldRow>;
  readonly byKey: ReadonlyMap<string, ToldRow>;
}

const accountOf = (principal: string): string => principal.slice(principal.indexOf(':') + 1);
const keyOf = (email: string | undefined): string | undefined => (email === undefined ? undefined : readEmailAddress(email)?.key);

/** Where each is told, and in which words: one question to the directory for all of them. @throws Outage */
export async function tellings(directory: Pick<DirectoryDoor, 'call'>, heard: readonly Heard[]): Promise<Map<TenantId, EventJson[]>> {
  const known = await know(directory, heard);
  const told = new Map<TenantId, EventJson[]>();
  const tell = (tenantId: TenantId, json: EventJson) => {
    const list = told.get(tenantId);
    if (list) list.push(json);
    else told.set(tenantId, [json]);
  };
  for (const each of heard) {
    if ('row' in each) {
      const { tenantId, principal, row, at } = each;
      const target = row.target_kind === 'account' ? person(known, row.target_id, tenantId) : undefined;
      tell(tenantId, auditJson(row, at, principal, person(known, accountOf(principal), tenantId), target));
    } else {
      const { event, at } = each;
      const account = event.accountId ? known.byId.get(event.accountId) : known.byKey.get(keyOf(event.email) ?? '');
      const where = event.tenantId ? [event.tenantId] : (account?.tenant_ids ?? []);
      for (const tenantId of where) tell(tenantId, identityJson(event, at, account ? person(known, account.account_id, tenantId) : { id: event.accountId }));
    }
  }
  return told;
}

/** An address is told to tenants of its holder alone: an operator's or a former member's is none of their business. */
function person(known: Known, accountId: string, tenantId: TenantId): Person {
  if (!isUuid(accountId)) return {};
  const row = known.byId.get(accountId);
  return { id: accountId, ...(row?.tenant_ids.includes(tenantId) ? { email: row.email } : {}) };
}

async function know(directory: Pick<DirectoryDoor, 'call'>, heard: readonly Heard[]): Promise<Known> {
  const ids = new Set<string>();
  const keys = new Set<string>();
  for (const each of heard) {
    const named = 'row' in each ? [accountOf(each.principal), each.row.target_kind === 'account' ? each.row.target_id : ''] : [each.event.accountId ?? ''];
    for (const id of named) if (isUuid(id)) ids.add(id);
    const key = 'event' in each && !each.event.accountId ? keyOf(each.event.email) : undefined;
    if (key !== undefined) keys.add(key);
  }
  if (ids.size + keys.size === 0) return { byId: new Map(), byKey: new Map() };
  const rows = await directory.call<ToldRow>('told_in', [...ids], [...keys]);
  return { byId: new Map(rows.map((row) => [row.account_id, row])), byKey: new Map(rows.map((row) => [row.email_key, row])) };
}
