import { keyHmac } from '@vedette/cache';
import type { Cache, CountedTaken, LimitQuestion, Whose } from '@vedette/cache';
import type { Actor } from '@vedette/identity';
import type { GatewayConfig } from '../../gateway-config';
import { limitHeaders, seconds } from '../../http/limit-headers';
import type { LimitState } from '../../http/limit-headers';
import { networkOf } from '../../http/network-of';
import { refuse } from '../../refusals';
import { limitsOf } from './plan-limits';
import type { PlanSettings } from './plan-limits';

const WINDOW_MS = 60_000;

export interface CostBudgetDeps {
  readonly cache: Cache;
  /** Addresses reach Redis as HMACs under this. */
  readonly secret: Buffer;
  readonly settings: PlanSettings;
  /** Of one address, without a credential. */
  readonly anonymousPerMinute: number;
}

/** Who is about to spend. */
export interface Spender {
  readonly actor: Actor | null;
  readonly address: string;
}

interface Purse {
  readonly policy: string;
  readonly question: LimitQuestion & Whose;
}

interface Taking extends Purse {
  readonly taken: CountedTaken;
}

/** What was reserved, until it is settled. */
export interface Reservation {
  readonly requested: number;
  headers(): Record<string, string>;
  /** Gives back what was not used; once. @returns what is left for whoever asked */
  settle(actual: number): Promise<{ readonly actual: number; readonly remaining: number }>;
}

/** What GraphQL operations may cost in any minute: of one key or session, and of its tenant; without either, of one address. */
export class CostBudget {
  constructor(private readonly deps: CostBudgetDeps) {}

  static of(config: GatewayConfig, cache: Cache): CostBudget {
    const [{ secret }] = config.VEDETTE_PEPPERS;
    const { TENANT_PLAN: plan, GRAPHQL_KEY_COST_PER_MINUTE: key, GRAPHQL_TENANT_COST_PER_MINUTE: tenant } = config;
    return new CostBudget({ cache, secret, settings: { plan, key, tenant }, anonymousPerMinute: config.GRAPHQL_ANONYMOUS_COST_PER_MINUTE });
  }

  /**
   * All of the cost from all windows, or nothing from any.
   * @param note is told the headers, also when it is refused
   * @throws Refusal `query.rate_limited` with `retryAfter` in seconds
   */
  async reserve(spender: Spender, cost: number, note: (headers: Record<string, string>) => void = () => undefined): Promise<Reservation> {
    const purses = spender.actor ? this.pursesOf(spender.actor) : [this.purseOf(spender.address)];
    // A stranger's document may ask for much and gets next to nothing: what does not fit is not kept out for ever.
    const requested = spender.actor ? cost : Math.min(cost, this.deps.anonymousPerMinute);
    const takings = await Promise.all(purses.map(async (purse) => ({ ...purse, taken: await this.take(purse, requested) })));
    note(limitHeaders(takings.map(stateOf)));
    const refused = takings.filter(({ taken }) => !taken.allowed);
    if (refused.length === 0) return this.reservation(takings, requested);
    await Promise.all(takings.filter(({ taken }) => taken.allowed).map((taking) => this.giveBack(taking, requested)));
    const retryAfter = seconds(Math.max(...refused.map(({ taken }) => taken.retryAfterMs)));
    throw refuse('query.rate_limited', { retryAfter, cost: requested, limited: refused.map(({ policy }) => policy).join(', ') });
  }

  private reservation(takings: readonly Taking[], requested: number): Reservation {
    let left = takings;
    return {
      requested,
      headers: () => limitHeaders(left.map(stateOf)),
      settle: async (counted) => {
        const actual = Math.min(Math.max(1, counted), requested);
        left = await Promise.all(left.map((taking) => this.giveBack(taking, requested - actual)));
        return { actual, remaining: Math.min(...left.map(({ taken }) => taken.remaining)) };
      },
    };
  }

  private take({ question }: Purse, cost: number): Promise<CountedTaken> {
    return 'tenant' in question ? this.deps.cache.take({ ...question, cost }) : this.deps.cache.takeAnonymous({ ...question, cost });
  }

  private async giveBack(taking: Taking, cost: number): Promise<Taking> {
    if (cost === 0) return taking;
    const { remaining } = await this.deps.cache.giveBack({ ...taking.question, cost, taken: taking.taken });
    return { ...taking, taken: { ...taking.taken, remaining } };
  }

  private pursesOf(actor: Actor): Purse[] {
    const limits = limitsOf(actor, this.deps.settings);
    const purse = (policy: string, name: string, limit: number): Purse => ({
      policy,
      question: { name, limit, windowMs: WINDOW_MS, tenant: actor.tenantId },
    });
    const own = actor.apiKeyId ?? actor.sessionId;
    const tenant = purse('tenant-cost', 'graphql.tenant', limits.tenant);
    return own === undefined ? [tenant] : [purse('key-cost', `graphql.key.${own}`, limits.key), tenant];
  }

  private purseOf(address: string): Purse {
    const { secret, anonymousPerMinute: limit } = this.deps;
    const hmac = keyHmac(secret, 'graphql', networkOf(address));
    return { policy: 'address-cost', question: { name: 'graphql.address', limit, windowMs: WINDOW_MS, keyHmac: hmac } };
  }
}

function stateOf({ policy, question: { limit, windowMs }, taken }: Taking): LimitState {
  return { policy, limit, windowMs, taken };
}
