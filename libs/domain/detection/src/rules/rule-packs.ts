import { json, type CatalogDoor } from '@vedette/database';
import { systemClock, type Clock } from '@vedette/kernel';
import { applyFilters, compileRules, recompile, type CompiledRules, type CorrelationDocument, type RefusedRule, type SigmaRule } from '@vedette/sigma';
import { inert } from '../evaluation/inert';
import type { WindowedRule } from '../evaluation/rule-facts';
import type { PackSource } from './pack-source';
import { readPack, type FetchArchive, type ReadPack } from './read-pack';
import { RuleReader } from './rule-reader';
import { recordChanges } from './record-changes';
import { rowsOf } from './rule-rows';

export interface SyncedPack {
  readonly id: string;
  readonly changed: boolean;
  readonly rules: number;
  readonly refused: number;
}

/** Rules as one process runs them. */
export interface LoadedRules {
  readonly rules: CompiledRules;
  /** As read: tenants' own may refer to the same rules, so they are resolved together. */
  readonly correlations: readonly CorrelationDocument[];
  /** What does not run, and why; never dropped silently. */
  readonly refused: readonly RefusedRule[];
  readonly durationMs: number;
}

interface CatalogRule {
  readonly pack_id: string;
  readonly path: string;
  readonly yaml: string;
  readonly pack_licence: string;
}

/** Compiles beside the set in use, a slice at a time. */
async function compileGently(rules: readonly SigmaRule[], previous: CompiledRules | undefined): Promise<CompiledRules> {
  if (!previous) return compileRules(rules);
  const steps = recompile(previous, rules);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    await new Promise(setImmediate);
  }
}

/** Custom attributes stand at the top level of a rule (Sigma 2.1), so at the start of a line. */
function windowAttribute(yaml: string): string | undefined {
  return /^vedette\.window:[ \t]*['"]?(\w+)['"]?[ \t]*(?:#.*)?\r?$/m.exec(yaml)?.[1];
}

const ROWS_A_STATEMENT = 1_000;

/** Rule packs: from a folder or an archive into the catalog that all tenants share, and from there into this process. */
export class RulePacks {
  private readonly catalog: CatalogDoor;
  private readonly clock: Clock;
  private readonly fetchArchive?: FetchArchive;
  private readonly reader = new RuleReader();
  /** What the product adds to a rule; kept by rule, so that an unchanged one stays the same object. */
  private readonly windowed = new WeakMap<SigmaRule, WindowedRule>();
  private state = '';
  private loaded: LoadedRules | null = null;

  constructor(deps: { readonly catalog: CatalogDoor; readonly clock?: Clock; readonly fetchArchive?: FetchArchive }) {
    this.catalog = deps.catalog;
    this.clock = deps.clock ?? systemClock;
    this.fetchArchive = deps.fetchArchive;
  }

  /** Writes a pack into the catalog, all of it or nothing; one that is there unchanged is left alone. @throws PackFault, Outage */
  async sync(source: PackSource): Promise<SyncedPack> {
    const pack = await readPack(source, this.fetchArchive);
    const known = await this.catalog.sql<{ rules: number; refused: number }>`
      select rules, refused from rule_packs where id = ${source.id} and checksum = ${pack.checksum}`;
    if (known[0]) return { id: source.id, changed: false, ...known[0] };
    return this.write(source, pack);
  }

  /** Takes packs out of the catalog that are not among these. */
  async retain(ids: readonly string[]): Promise<void> {
    await this.catalog.transaction(async ({ sql }) => {
      await sql`select pg_advisory_xact_lock(hashtext('rule-packs'))`;
      await sql`delete from rules where not pack_id = any(${ids})`;
      await sql`delete from rule_changes where not pack_id = any(${ids})`;
      await sql`delete from rule_packs where not id = any(${ids})`;
    });
  }

  /** Compiles everything in the catalog and swaps it in at once; evaluations under way end with what they began with. */
  async load(): Promise<LoadedRules> {
    const began = this.clock.now();
    const state = await this.catalogState();
    const rows = await this.catalog.sql<CatalogRule>`
      select r.pack_id, r.path, r.yaml, p.licence as pack_licence from rules r join rule_packs p on p.id = r.pack_id
      order by r.pack_id, r.path`;
    const read = await this.reader.read(rows.map(({ pack_id, path, yaml }) => ({ origin: `${pack_id}/${path}`, text: yaml })));
    const refused: RefusedRule[] = [];
    const seen = new Set<string>();
    const unique = rows.flatMap((row, at) => {
      refused.push(...(read[at]?.refused ?? []));
      return (read[at]?.rules ?? []).flatMap((rule) => {
        const fault = inert(rule.id, 512) !== rule.id ? 'its id holds what no id may' : seen.has(rule.id) ? 'another rule has this id' : null;
        if (fault) refused.push({ origin: rule.origin, ruleId: rule.id, title: rule.title, reason: fault });
        else seen.add(rule.id);
        return fault ? [] : [this.windowedRule(rule, row)];
      });
    });
    const filters = read.flatMap((one) => one.filters);
    const rules = await compileGently(filters.length > 0 ? applyFilters(unique, filters) : unique, this.loaded?.rules);
    const correlations = read.flatMap((one) => one.correlations);
    this.loaded = { rules, correlations, refused: [...refused, ...rules.refused], durationMs: this.clock.now() - began };
    this.state = state;
    return this.loaded;
  }

  private windowedRule(rule: SigmaRule, { yaml, pack_licence }: CatalogRule): WindowedRule {
    const licence = rule.licence ?? pack_licence;
    const known = this.windowed.get(rule);
    if (known?.licence === licence) return known;
    const made: WindowedRule = { ...rule, licence, window: windowAttribute(yaml) };
    this.windowed.set(rule, made);
    return made;
  }

  /** What every tenant's rules stand on. The same object until the catalog changes. @throws Error before the first `load` */
  current(): LoadedRules {
    if (!this.loaded) throw new Error('no rules were loaded yet');
    return this.loaded;
  }

  /** Looks for a changed catalog every so often and loads it. A look that fails is told and tried again. */
  watch(hears: { loaded(rules: LoadedRules): void; failed(error: unknown): void }, everyMs = 5_000): { stop(): void } {
    let stopped = false;
    let timer: NodeJS.Timeout;
    const look = async (): Promise<void> => {
      try {
        if ((await this.catalogState()) !== this.state) hears.loaded(await this.load());
      } catch (error) {
        hears.failed(error);
      }
      if (!stopped) timer = setTimeout(look, everyMs);
    };
    timer = setTimeout(look, everyMs);
    return {
      stop: () => {
        stopped = true;
        clearTimeout(timer);
      },
    };
  }

  private async catalogState(): Promise<string> {
    const [row] = await this.catalog.sql<{ state: string }>`
      select coalesce(string_agg(id || ' ' || checksum, ',' order by id), '') as state from rule_packs`;
    return row?.state ?? '';
  }

  private async write(source: PackSource, pack: ReadPack): Promise<SyncedPack> {
    const rows = rowsOf(source.id, pack);
    const refused = rows.filter(({ refusal }) => refusal !== null).length;
    const rules = rows.length - refused;
    await this.catalog.transaction(async ({ sql }) => {
      // Two workers that start together write one after the other, not into each other.
      await sql`select pg_advisory_xact_lock(hashtext('rule-packs'))`;
      await sql`
        insert into rule_packs (id, title, licence, origin, checksum, synced_at, rules, refused)
        values (${source.id}, ${source.title}, ${pack.licence}, ${source.location}, ${pack.checksum}, ${this.clock.date()}, ${rules}, ${refused})
        on conflict (id) do update set title = excluded.title, licence = excluded.licence, origin = excluded.origin,
          checksum = excluded.checksum, synced_at = excluded.synced_at, rules = excluded.rules, refused = excluded.refused`;
      await recordChanges(sql, source.id, pack.checksum, rows, this.clock.date());
      await sql`delete from rules where pack_id = ${source.id}`;
      for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
        await sql`
          insert into rules (pack_id, rule_id, kind, title, level, author, licence, tags, logsource, path, yaml, refusal)
          select ${source.id}, r.rule_id, r.kind, r.title, r.level, r.author, r.licence, r.tags, r.logsource, r.path, r.yaml, r.refusal
          from jsonb_to_recordset(${json(rows.slice(from, from + ROWS_A_STATEMENT))})
            as r(rule_id text, kind text, title text, level text, author text, licence text, tags text[], logsource text, path text, yaml text, refusal text)`;
      }
    });
    return { id: source.id, changed: true, rules, refused };
  }
}
