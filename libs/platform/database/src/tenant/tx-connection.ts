import type { PoolClient, QueryResult } from 'pg';
import { asFailure, isStalePlan, sqlState } from '../connection/outage';
import { preparedName } from '../sql/prepared';
import type { Statement } from '../sql/statement';

export type StatementListener = (text: string) => void;

// Who commits is decided in one place, and nothing outlives the transaction.
const CONTROL = /^\s*(begin|start|commit|end|rollback|abort|savepoint|release|prepare|set|reset|discard|listen)\b/i;

/**
 * One pooled connection for the length of one transaction. TypeORM is handed this object instead of pg's client, so
 * that its statements, like those of `tx.sql`, stop working the moment the transaction is over.
 */
export class TxConnection {
  private live = true;
  private broken = false;
  private firstFailure: unknown;
  private readonly opened: Promise<unknown>;

  /**
   * Sends BEGIN and the signed context without waiting: the work's first statement follows in the same breath. The context is a
   * parameter, since the text of a statement can be read by every session of this role in pg_stat_activity.
   */
  constructor(
    private readonly client: PoolClient,
    signedContext: string,
    private readonly onStatement?: StatementListener,
  ) {
    client.on('error', this.onError);
    const begun = client.query('begin');
    const set = client.query({ name: 'vedette_context', text: `select set_config('app.ctx', $1, true)`, values: [signedContext] });
    begun.catch(this.remember);
    set.catch(this.remember);
    this.opened = Promise.allSettled([begun, set]);
  }

  query(text: string, values?: readonly unknown[], name?: string): Promise<QueryResult> {
    if (!this.live) return Promise.reject(new Error('this transaction is over'));
    if (CONTROL.test(text)) return Promise.reject(new Error('a tenant transaction is begun, set up and ended by Database alone'));
    this.onStatement?.(text);
    const answer = this.client.query({ text, ...(values ? { values: [...values] } : {}), ...(name ? { name } : {}) });
    answer.catch(this.remember);
    return answer;
  }

  /** The same for statements of our own code: those that run often are kept prepared. */
  run({ text, values }: Statement): Promise<QueryResult> {
    return this.query(text, values, preparedName(text));
  }

  /** From here on every statement is refused. */
  retire(): void {
    this.live = false;
  }

  /** Sends the last statements and COMMIT together. @throws the first failure, or when anything but COMMIT answers. */
  async commit(last: readonly Statement[]): Promise<void> {
    const answers = last.map((statement) => this.run(statement));
    this.retire();
    const ending = this.end('commit');
    await Promise.allSettled([this.opened, ...answers, ending]);
    if (this.firstFailure !== undefined) throw this.firstFailure;
    const command = await ending;
    if (command !== 'COMMIT') throw new Error(`commit answered ${command}: nothing was kept`);
  }

  async rollback(): Promise<void> {
    this.retire();
    await this.end('rollback').catch(this.onError);
  }

  /** A statement refused because an earlier one had failed (25P02), or because BEGIN had (28000), tells less than that one. */
  reasonFor(error: unknown): unknown {
    const state = sqlState(asFailure(error));
    return state === '25P02' || state === '28000' ? (this.firstFailure ?? error) : error;
  }

  /** Gives the connection back, or destroys it when it broke or still carries a tenant. */
  release(): void {
    this.retire();
    this.client.removeListener('error', this.onError);
    this.client.release(this.broken);
  }

  private async end(verb: 'commit' | 'rollback'): Promise<string> {
    const answer: unknown = await this.client
      .query(`${verb}; select current_setting('app.ctx', true) as context`)
      .catch((error: unknown) => {
        this.remember(error);
        throw error;
      });
    const [ended, check] = answer as [QueryResult, QueryResult<{ context: string | null }>];
    if (check.rows[0]?.context) {
      this.broken = true;
      throw new Error('a tenant context outlived its transaction; the connection was destroyed');
    }
    return ended.command;
  }

  private readonly remember = (error: unknown): void => {
    if (isStalePlan(error)) this.broken = true;
    this.firstFailure ??= error;
  };

  private readonly onError = (): void => {
    this.broken = true;
  };
}
