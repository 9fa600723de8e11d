import { alertChanged } from '@vedette/contracts';
import type { Database, TenantTx } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { isUuid, newId, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import { refuse } from '../refusals';
import { plainText } from './words';

/** What somebody wrote about an alert: plain text, shown as it is. */
export interface Comment {
  readonly id: Uuid;
  readonly alertId: Uuid;
  /** A principal. */
  readonly author: string;
  readonly text: string;
  readonly createdAt: Date;
  readonly editedAt: Date | null;
}

interface CommentRow {
  readonly id: Uuid;
  readonly alert_id: Uuid;
  readonly author: string;
  readonly text: string;
  readonly created_at: Date;
  readonly edited_at: Date | null;
}

const MOST = 500;
const LONGEST = 10_000;
const EDITABLE_MS = 15 * 60_000;

export class Comments {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** Oldest first, at most 500; none for an alert that is not there. @throws Refusal `auth.forbidden` */
  async list(actor: Actor, alertId: string): Promise<Comment[]> {
    actor.require('alert:read');
    if (!isUuid(alertId)) return [];
    const rows = await this.database.tenant(actor, (tx) => tx.sql<CommentRow>`
      select * from alert_comments where alert_id = ${alertId} order by created_at, id limit ${MOST}`);
    return rows.map(commentOf);
  }

  /** @throws Refusal `auth.forbidden`, `alert.not_found`, `comment.length_invalid`, `comment.too_many` */
  async write(actor: Actor, alertId: string, text: string): Promise<Comment> {
    actor.require('alert:write');
    return this.database.tenant(actor, async (tx) => {
      // Not for update: a comment keeps no event from joining. The count may be passed by those who write at the same moment.
      const [alert] = isUuid(alertId) ? await tx.sql<{ id: Uuid; comments: string }>`
        select id, (select count(*) from alert_comments c where c.alert_id = a.id) as comments from alerts a where id = ${alertId}` : [];
      if (!alert) throw refuse('alert.not_found');
      const kept = checked(text);
      if (Number(alert.comments) >= MOST) throw refuse('comment.too_many');
      const [row] = await tx.sql<CommentRow>`
        insert into alert_comments (tenant_id, id, alert_id, author, text, created_at)
        values ((select app.tenant_id()), ${newId(this.clock.now())}, ${alert.id}, ${actor.principal}, ${kept}, ${this.clock.date()}) returning *`;
      if (!row) throw new Error('a comment was not written');
      return this.told(tx, 'comment.written', row);
    });
  }

  /** @throws Refusal `auth.forbidden`, `comment.not_found`, `comment.foreign`, `comment.too_old`, `comment.length_invalid` */
  async edit(actor: Actor, id: string, text: string): Promise<Comment> {
    actor.require('alert:write');
    return this.database.tenant(actor, async (tx) => {
      const known = await ownComment(tx, actor, id);
      if (this.clock.now() - known.created_at.getTime() > EDITABLE_MS) throw refuse('comment.too_old');
      const [row] = await tx.sql<CommentRow>`
        update alert_comments set text = ${checked(text)}, edited_at = ${this.clock.date()} where id = ${known.id} returning *`;
      return this.told(tx, 'comment.edited', row ?? known);
    });
  }

  /** @throws Refusal `auth.forbidden`, `comment.not_found`, `comment.foreign` */
  async delete(actor: Actor, id: string): Promise<Comment> {
    actor.require('alert:write');
    return this.database.tenant(actor, async (tx) => {
      const known = await ownComment(tx, actor, id);
      await tx.sql`delete from alert_comments where id = ${known.id}`;
      return this.told(tx, 'comment.deleted', known);
    });
  }

  private told(tx: TenantTx, action: 'comment.written' | 'comment.edited' | 'comment.deleted', row: CommentRow): Comment {
    tx.audit(action, { kind: 'alert', id: row.alert_id }, { comment: row.id });
    tx.announce(alertChanged, { alertId: row.alert_id });
    return commentOf(row);
  }
}

function checked(text: string): string {
  // Measured first: making a text of megabytes plain is work that nobody should be able to ask for.
  const kept = text.length <= LONGEST * 2 ? plainText(text) : '';
  // As Postgres counts: a character outside the basic plane is one.
  const length = [...kept].length;
  if (length < 1 || length > LONGEST) throw refuse('comment.length_invalid');
  return kept;
}

async function ownComment(tx: TenantTx, actor: Actor, id: string): Promise<CommentRow> {
  const [row] = isUuid(id) ? await tx.sql<CommentRow>`select * from alert_comments where id = ${id} for update` : [];
  if (!row) throw refuse('comment.not_found');
  if (row.author !== actor.principal) throw refuse('comment.foreign');
  return row;
}

function commentOf(row: CommentRow): Comment {
  return { id: row.id, alertId: row.alert_id, author: row.author, text: row.text, createdAt: row.created_at, editedAt: row.edited_at };
}
