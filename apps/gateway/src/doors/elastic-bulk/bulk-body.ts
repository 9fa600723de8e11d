import type { RejectedLine } from '@vedette/detection';
import { newId } from '@vedette/kernel';
import { malformed, objectFrame } from '../frames';
import { sourceName } from '../source-name';
import { SourcePosts } from '../source-posts';
import { bulkFault } from './bulk-answer';

/** One action of the body, in order, and what was wrong with it. */
export interface BulkItem {
  readonly action: 'index' | 'create' | 'update' | 'delete';
  readonly index: string;
  readonly id: string;
  readonly source?: string;
  readonly fault?: { readonly type: string; readonly reason: string };
}

export interface BulkBody {
  readonly posts: SourcePosts;
  readonly items: readonly BulkItem[];
}

const OWN_SOURCE = 'elastic';
const MOST_ACTION_BYTES = 16 * 1024;
const MOST_ID_BYTES = 512;
const MOST_INDEX_BYTES = 255;
const actions = new Set(['index', 'create', 'update', 'delete']);

/**
 * Lines of actions, each `index`, `create` and `update` followed by its document.
 * @param pathIndex of the address, for actions that name none
 * @throws Refusal `bulk.*` for an action that cannot be read: nobody knows then which lines are documents
 */
export function readBulk(body: Buffer, pathIndex: string | undefined): BulkBody {
  const posts = new SourcePosts(OWN_SOURCE);
  const items: BulkItem[] = [];
  const lines = new Lines(body);
  const requestId = newId();
  for (let line = lines.next(); line; line = lines.next()) {
    if (line.length === 0) continue;
    const { action, meta } = actionOf(line, lines.number);
    const index = meta['_index'] ?? pathIndex;
    if (typeof index !== 'string' || index === '') throw bulkFault('bulk.index_missing', { line: lines.number });
    const id = typeof meta['_id'] === 'string' && meta['_id'] !== '' ? meta['_id'] : `${requestId}-${items.length}`;
    const document = action === 'delete' ? null : lines.next();
    if (document === undefined) throw bulkFault('bulk.document_missing', { line: lines.number });
    const fault = faultOf(action, index, id);
    const frame = fault || !document ? malformed(lines.number, fault?.reason) : objectFrame(document, lines.number);
    const source = posts.add(sourceName(index), frame);
    const refused = fault ?? ('code' in frame ? faultOfFrame(frame) : undefined);
    items.push({ action, index: index.slice(0, MOST_INDEX_BYTES), id: id.slice(0, MOST_ID_BYTES), source, ...(refused ? { fault: refused } : {}) });
  }
  return { posts, items };
}

function actionOf(line: Buffer, number: number): { action: BulkItem['action']; meta: Record<string, unknown> } {
  const parsed = line.length > MOST_ACTION_BYTES ? undefined : recordOf(line);
  const [entry, ...others] = Object.entries(parsed ?? {});
  const [action, meta] = entry ?? [];
  if (!isAction(action) || others.length > 0 || !isRecord(meta)) throw bulkFault('bulk.action_malformed', { line: number });
  // Without a prototype: `_index` must not come from anywhere but the line.
  return { action, meta: Object.assign(Object.create(null) as Record<string, unknown>, meta) };
}

function faultOf(action: string, index: string, id: string): BulkItem['fault'] {
  if (action === 'update' || action === 'delete') {
    return { type: 'action_request_validation_exception', reason: `events are never changed: [${action}] is not supported, only [create] and [index] are` };
  }
  if (Buffer.byteLength(index) > MOST_INDEX_BYTES || sourceName(index) === undefined) {
    return { type: 'invalid_index_name_exception', reason: 'an index name has at most 255 bytes and a letter or digit' };
  }
  if (Buffer.byteLength(id) > MOST_ID_BYTES) return { type: 'illegal_argument_exception', reason: 'an _id has at most 512 bytes' };
  return undefined;
}

function faultOfFrame({ message }: RejectedLine): BulkItem['fault'] {
  return { type: 'document_parsing_exception', reason: message };
}

class Lines {
  number = 0;
  private at = 0;
  constructor(private readonly body: Buffer) {}

  /** Without its line break; undefined behind the last one. */
  next(): Buffer | undefined {
    if (this.at >= this.body.length) return undefined;
    const newline = this.body.indexOf(0x0a, this.at);
    const end = newline < 0 ? this.body.length : newline;
    const line = this.body.subarray(this.at, this.body[end - 1] === 0x0d && end > this.at ? end - 1 : end);
    this.at = end + 1;
    this.number++;
    return line;
  }
}

function recordOf(line: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAction(text: string | undefined): text is BulkItem['action'] {
  return text !== undefined && actions.has(text);
}
