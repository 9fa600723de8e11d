import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid, newId } from '@vedette/kernel';
import type { TenantId, Uuid } from '@vedette/kernel';

export type NodeType = 'Tenant' | 'Alert' | 'ApiKey' | 'Hunt' | 'AlertComment' | 'Suppression' | 'NotificationRule' | 'Exclusion' | 'Membership' | 'Role' | 'Invitation' | 'Team' | 'AccessReview' | 'Session' | 'Device' | 'ServiceAccount' | 'Passkey' | 'Domain' | 'SupportGrant' | 'PlatformTenant' | 'PlatformLogEntry';

const letters: Readonly<Record<NodeType, string>> = { Tenant: 'T', Alert: 'A', ApiKey: 'K', Hunt: 'H', AlertComment: 'C', Suppression: 'S', NotificationRule: 'N', Exclusion: 'X', Membership: 'M', Role: 'R', Invitation: 'I', Team: 'G', AccessReview: 'V', Session: 'Z', Device: 'Q', ServiceAccount: 'B', Passkey: 'P', Domain: 'D', SupportGrant: 'W', PlatformTenant: 'L', PlatformLogEntry: 'O' };
const LENGTH = 1 + 16 + 8;

/**
 * Opaque ids: one letter for the type, the UUID, and 8 bytes of an HMAC over both and the tenant, in base64url. An id
 * of another tenant, of another type or made up is no id here.
 */
export class GlobalIds {
  /** @param secrets the current one first; all of them are recognised */
  constructor(private readonly secrets: readonly Buffer[]) {
    if (secrets.length === 0) throw new Error('global ids need a secret');
  }

  write(tenantId: TenantId, type: NodeType, id: string): string {
    if (!isUuid(id)) throw new Error(`the id of a ${type} is not a UUID`);
    const [current = Buffer.alloc(0)] = this.secrets;
    const body = Buffer.concat([Buffer.from(letters[type]), Buffer.from(id.replaceAll('-', ''), 'hex')]);
    return Buffer.concat([body, mac(current, tenantId, body)]).toString('base64url');
  }

  /** @returns null for what is not an id of this tenant */
  parse(tenantId: TenantId, text: string): { type: NodeType; id: Uuid } | null {
    const bytes = Buffer.from(text.slice(0, 64), 'base64url');
    // Only one spelling of an id counts: decoding is lenient.
    if (bytes.length !== LENGTH || bytes.toString('base64url') !== text) return null;
    const body = bytes.subarray(0, 17);
    if (!this.secrets.some((secret) => timingSafeEqual(mac(secret, tenantId, body), bytes.subarray(17)))) return null;
    const type = (Object.keys(letters) as NodeType[]).find((key) => letters[key] === String.fromCharCode(body[0] ?? 0));
    const id = uuidOf(body.subarray(1));
    return type && isUuid(id) ? { type, id } : null;
  }

  /**
   * The UUID to look up. For an id that is not one of ours it is one that nothing has, so that a foreign id and an
   * unknown one run the same statements and get the same answer.
   */
  read(tenantId: TenantId, type: NodeType, text: string): Uuid {
    const found = this.parse(tenantId, text);
    return found?.type === type ? found.id : newId();
  }
}

function mac(secret: Buffer, tenantId: TenantId, body: Buffer): Buffer {
  return createHmac('sha256', secret).update('global-id').update(tenantId).update(body).digest().subarray(0, 8);
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
