import { accessRevoked } from '@vedette/contracts';
import type { Mail } from '@vedette/mail';
import type { Uuid } from '@vedette/kernel';
import { PostBox } from '../accounts/post-box';
import { readAddresses } from '../members/addresses';
import type { ApiKeysDeps } from './api-keys';
import { KeyCheck } from './key-check';
import type { KeyRow } from './key-check';
import { keyHint } from './key-format';
import { leakLetter } from './leak-letter';
import { Peppers } from './peppers';

const MOST_LETTERS = 20;

export interface LeakedKeysDeps extends ApiKeysDeps {
  readonly mail: Mail;
  readonly publicUrl: string;
}

/** Where a secret was found. Anybody may have written it: it is text and nothing else. */
export interface LeakPlace {
  /** `github`, or who else tells. */
  readonly reporter: string;
  readonly url?: string;
  /** `content`, `commit`, … in the words of the scanner. */
  readonly source?: string;
}

/** Keys that were found in the open. To hold a secret is proof enough to have it ended. */
export class LeakedKeys {
  private readonly check: KeyCheck;
  private readonly posted: PostBox;

  constructor(private readonly deps: LeakedKeysDeps) {
    this.check = new KeyCheck({ ...deps, peppers: new Peppers(deps.peppers) });
    this.posted = PostBox.of(deps.mail);
  }

  /**
   * Ends the key at once, on open sockets too, and writes to whoever answers for it and to the owners of its tenant.
   * @returns whether it is, or was, a key of this installation
   */
  async report(secret: string, place: LeakPlace): Promise<boolean> {
    const known = await this.check.find(secret);
    if (!known) return false;
    const { row, parts } = known;
    if (row.revoked_at === null && (await this.end(row, place))) await this.tell(row, keyHint(parts.environment, parts.publicId), place);
    return true;
  }

  /** Resolves when the letters posted so far are out. */
  settled(): Promise<void> {
    return this.posted.settled();
  }

  /** @returns false when another report came first */
  private async end(row: KeyRow, { reporter }: LeakPlace): Promise<boolean> {
    const { database, clock } = this.deps;
    const id = row.key_id;
    return database.tenant({ tenantId: row.tenant_id, principal: 'system:leak-report' }, async (tx) => {
      const ended = await tx.sql`update api_keys set revoked_at = ${clock.date()}, revoked_because = 'leaked' where id = ${id} and revoked_at is null returning id`;
      if (ended.length === 0) return false;
      tx.announce(accessRevoked, { apiKeyId: id });
      tx.audit('api-key.leaked', { kind: 'api-key', id }, { reporter });
      return true;
    });
  }

  private async tell(row: KeyRow, hint: string, place: LeakPlace): Promise<void> {
    const { database, directory, clock, publicUrl, watch } = this.deps;
    const { tenant_id: tenantId, key_id: apiKeyId } = row;
    watch?.({ kind: 'key.leaked', tenantId, apiKeyId, reason: place.reporter });
    const { name, owners } = await database.tenant({ tenantId, principal: 'system:leak-report' }, async (tx) => {
      const [key] = await tx.sql<{ name: string }>`select name from api_keys where id = ${apiKeyId}`;
      const found = await tx.sql<{ account_id: Uuid }>`select account_id from members where role = 'owner' order by joined_at limit ${MOST_LETTERS}`;
      return { name: key?.name ?? '', owners: found.map(({ account_id }) => account_id) };
    });
    const emails = await readAddresses(directory, tenantId, [...new Set([row.owner_id, ...owners])]);
    for (const to of new Set(emails.values())) this.posted.post(leakLetter({ to, publicUrl, key: { hint, name }, tenantName: row.tenant_name, place, at: clock.date() }));
  }
}
