import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TenantId } from '@vedette/kernel';
import { refuse } from '../refusals';

const SEQ = /^\d{1,19}$/;

/** Where a subscriber stands in its tenant's announcements: the sequence number, sealed for that tenant. */
export class LiveCursors {
  /** @param secrets the current one first; all of them are recognised */
  constructor(private readonly secrets: readonly Buffer[]) {}

  write(tenantId: TenantId, seq: string): string {
    if (!SEQ.test(seq)) throw new Error('a sequence number is a decimal');
    const [current = Buffer.alloc(0)] = this.secrets;
    return Buffer.concat([mac(current, tenantId, seq), Buffer.from(seq)]).toString('base64url');
  }

  /** @throws Refusal `cursor.malformed`: of another tenant or made up */
  read(tenantId: TenantId, cursor: string): string {
    const bytes = Buffer.from(cursor.slice(0, 64), 'base64url');
    const seq = bytes.subarray(8).toString('latin1');
    const known = (secret: Buffer) => timingSafeEqual(mac(secret, tenantId, seq), bytes.subarray(0, 8));
    const sealed = bytes.length > 8 && bytes.toString('base64url') === cursor && SEQ.test(seq);
    if (!sealed || !this.secrets.some(known)) throw refuse('cursor.malformed');
    return seq;
  }
}

function mac(secret: Buffer, tenantId: TenantId, seq: string): Buffer {
  return createHmac('sha256', secret).update('live-cursor').update(tenantId).update(seq).digest().subarray(0, 8);
}
