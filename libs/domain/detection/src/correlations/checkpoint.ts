import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { Correlator, SnapshotFault, type CorrelationRule, type CorrelatorOptions, type CorrelatorSnapshot } from '@vedette/correlation';
import type { TenantTx } from '@vedette/database';

const compress = promisify(gzip);
const decompress = promisify(gunzip);
/** A state beyond this is an error, not something to fill the memory with. */
const MOST_BYTES = 512 * 1_048_576;

export interface Checkpoint {
  readonly seq: string;
  readonly state: Buffer;
}

export async function readCheckpoint(tx: TenantTx, partition: number): Promise<Checkpoint | null> {
  const [row] = await tx.sql<Checkpoint>`select seq::text as seq, state from correlation_checkpoints where partition = ${partition}`;
  return row ?? null;
}

/** What a partition remembers, and when the newest of it was received (milliseconds). */
interface SavedState {
  readonly correlator: CorrelatorSnapshot;
  readonly heardAt: number;
}

export interface RestoredState {
  readonly correlator: Correlator;
  readonly heardAt: number | undefined;
  /** The checkpoint could not be read, of an older version, say: it begins anew. */
  readonly lost: boolean;
}

/** The state that a checkpoint holds. */
export async function restoreFrom(checkpoint: Checkpoint | null, correlations: readonly CorrelationRule[], options: CorrelatorOptions): Promise<RestoredState> {
  if (!checkpoint) return { correlator: new Correlator(correlations, options), heardAt: undefined, lost: false };
  try {
    const text = (await decompress(checkpoint.state, { maxOutputLength: MOST_BYTES })).toString('utf8');
    const saved = JSON.parse(text) as Partial<SavedState> | null;
    return { correlator: Correlator.restore(correlations, saved?.correlator, options), heardAt: saved?.heardAt, lost: false };
  } catch (error) {
    if (!(error instanceof SnapshotFault) && !(error instanceof SyntaxError)) throw error;
    return { correlator: new Correlator(correlations, options), heardAt: undefined, lost: true };
  }
}

export async function packState(saved: SavedState): Promise<Buffer> {
  return compress(JSON.stringify(saved), { level: constants.Z_BEST_SPEED });
}

/** The state up to `seq`; the inputs that are in it go. */
export async function writeCheckpoint(tx: TenantTx, partition: number, fence: string, { seq, state }: Checkpoint): Promise<void> {
  await tx.sql`
    insert into correlation_checkpoints (tenant_id, partition, seq, fence, state, saved_at)
    values ((select app.tenant_id()), ${partition}, ${seq}::bigint, ${fence}::bigint, ${state}, clock_timestamp())
    on conflict (tenant_id, partition) do update set seq = excluded.seq, fence = excluded.fence, state = excluded.state, saved_at = excluded.saved_at`;
  await tx.sql`delete from correlation_inputs where partition = ${partition} and seq <= ${seq}::bigint`;
}
