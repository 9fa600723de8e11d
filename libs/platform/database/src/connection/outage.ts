import { types } from 'node:util';
import { Outage } from '@vedette/kernel';

// Class 08 connection exceptions, 53 resources, 57P0x shutdown and 57014 statement timeout or cancel, 55P03 lock wait,
// 25P03/25P04 transaction timeouts (https://www.postgresql.org/docs/18/errcodes-appendix.html).
const LATE = /^(08...|53...|57P0[1-5]|57014|55P03|25P0[34])$/;
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'EAI_AGAIN']);
const PG_TEXT = /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed/;

export function sqlState(error: unknown): string | undefined {
  return isError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What the caller should see: `Outage('postgres')` when the server is late or gone, TypeORM's wrapping taken off, else itself. */
export function asFailure(error: unknown): unknown {
  const bare = isError(error) && 'driverError' in error ? error.driverError : error;
  if (bare instanceof Outage || !isError(bare)) return bare;
  const code = sqlState(bare) ?? '';
  return LATE.test(code) || NETWORK.has(code) || PG_TEXT.test(bare.message) ? new Outage('postgres', bare) : bare;
}

/** A serialisation failure or a deadlock: the same work may succeed a moment later; so may a prepared statement on another connection. */
export function isRetryable(error: unknown): boolean {
  const code = sqlState(error);
  return code === '40001' || code === '40P01' || isStalePlan(error);
}

/** What this connection had prepared no longer fits the tables, since a migration ran beside it, or is gone. */
export function isStalePlan(error: unknown): boolean {
  const code = sqlState(error);
  return code === '26000' || (code === '0A000' && isError(error) && error.message.includes('cached plan'));
}

// Errors of Node's own modules belong to another realm under jest, where `instanceof` does not know them.
function isError(error: unknown): error is Error {
  return types.isNativeError(error) || error instanceof Error;
}
