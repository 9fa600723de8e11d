import type { CorrelationRule } from '../parse/correlation-rule';
import type { RuleHit } from '../run/correlation-match';
import type { CorrelationRun } from '../run/correlation-run';
import type { CorrelatorLosses } from '../run/correlator-limits';
import { noLosses } from '../run/correlator-limits';
import type { Candidate, Carried } from '../run/group';
import { Group } from '../run/group';
import type { Saved } from './saved';
import { SnapshotFault, savedList, savedMap, savedNumber, savedText, savedTime, timeSaved } from './saved';

/** A correlator at rest. Everything in it survives `JSON.stringify` and `JSON.parse`; its inside is no interface. */
export interface CorrelatorSnapshot {
  readonly version: 1;
  readonly newest: number | null;
  readonly watermark: number | null;
  readonly clocked: boolean;
  readonly losses: CorrelatorLosses;
  readonly held: readonly RuleHit[];
  readonly runs: readonly Saved[];
}

/** What a correlation's state depends on: state made under another meaning is of no use to it. */
function meaningOf({ type, rules, groupBy, aliases, timespanMs, condition }: CorrelationRule): string {
  return JSON.stringify([type, rules, groupBy, aliases, timespanMs, condition]);
}

function saveCandidates(group: Group): Saved {
  const out: Saved[] = [];
  const { candidates } = group;
  group.joinSole(-Infinity);
  for (let i = 0; i < candidates.length; i++) {
    const candidate = candidates.payload(i);
    const known: Saved[] = candidate ? [candidate.mask, candidate.carried ? { ...candidate.carried } : null] : [];
    out.push([candidates.at(i), candidates.ref(i), ...known]);
  }
  return out;
}

export function saveRun(run: CorrelationRun): Saved {
  return {
    id: run.plan.rule.id,
    meaning: meaningOf(run.plan.rule),
    groups: [...run.groups].map((group): Saved => ({
      key: group.key,
      values: group.values,
      newestAt: savedTime(group.newestAt),
      matchedAt: savedTime(group.matchedAt),
      matches: group.matches,
      last: group.lastRef === undefined ? null : [group.lastRef, group.lastAt, group.lastEntered],
      candidates: saveCandidates(group),
      window: group.window.save(),
    })),
  };
}

function readCarried(value: unknown): Carried | undefined {
  if (value === null || value === undefined) return undefined;
  const carried: Record<string, string | number | boolean> = Object.create(null);
  for (const [name, item] of Object.entries(savedMap(value, 'fields'))) {
    if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean') throw new SnapshotFault("the snapshot's fields hold something that is no value");
    carried[name] = item;
  }
  return carried;
}

function loadGroup(run: CorrelationRun, saved: unknown): Group {
  const map = savedMap(saved, 'group');
  const group = new Group(savedText(map['key'], 'group key'), savedList(map['values'], 'group values').map((value) => savedText(value, 'group value')), run.plan.newWindow());
  group.newestAt = timeSaved(map['newestAt'], 'newest time');
  group.matchedAt = timeSaved(map['matchedAt'], 'match time');
  group.matches = savedNumber(map['matches'], 'matches');
  if (map['last'] !== null) {
    const [ref, at, entered] = savedList(map['last'], 'last event');
    group.lastRef = savedText(ref, 'ref');
    group.lastAt = savedNumber(at, 'time');
    group.lastEntered = entered === true;
  }
  for (const item of savedList(map['candidates'], 'candidates')) {
    const [at, ref, mask, carried] = savedList(item, 'candidate');
    const candidate: Candidate | undefined = mask === undefined ? undefined : { mask: savedNumber(mask, 'mask'), carried: readCarried(carried) };
    group.candidates.insert(savedNumber(at, 'time'), savedText(ref, 'ref'), candidate);
  }
  group.window.load(map['window']);
  return group;
}

/** Puts saved groups into a run that has none; leaves it empty when its correlation means something else by now. */
export function loadRun(run: CorrelationRun, saved: Readonly<Record<string, unknown>>): void {
  if (saved['meaning'] !== meaningOf(run.plan.rule)) return;
  for (const group of savedList(saved['groups'], 'groups')) run.adopt(loadGroup(run, group));
}

export function loadHeld(saved: readonly unknown[]): RuleHit[] {
  return saved.map((item) => {
    const { ruleId, at, fields, ref } = savedMap(item, 'hit');
    return { ruleId: savedText(ruleId, 'rule'), at: savedNumber(at, 'time'), fields: readCarried(fields) ?? {}, ref: savedText(ref, 'ref') };
  });
}

export interface ReadSnapshot {
  readonly newest: number;
  readonly watermark: number;
  readonly clocked: boolean;
  readonly losses: CorrelatorLosses;
  readonly held: readonly unknown[];
  readonly runs: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** @throws SnapshotFault when it is no snapshot, or of another version */
export function readSnapshot(snapshot: unknown): ReadSnapshot {
  const map = savedMap(snapshot, 'whole');
  if (map['version'] !== 1) throw new SnapshotFault(`the snapshot is of version ${String(map['version']).slice(0, 16)}; this code reads version 1`);
  const losses = noLosses();
  const saved = savedMap(map['losses'], 'losses');
  for (const name of Object.keys(losses) as (keyof CorrelatorLosses)[]) losses[name] = savedNumber(saved[name] ?? 0, 'losses');
  return {
    newest: timeSaved(map['newest'], 'newest time'),
    watermark: timeSaved(map['watermark'], 'watermark'),
    clocked: map['clocked'] === true,
    losses,
    held: savedList(map['held'], 'waiting hits'),
    runs: new Map(savedList(map['runs'], 'correlations').map((item) => {
      const run = savedMap(item, 'correlation');
      return [savedText(run['id'], 'id'), run];
    })),
  };
}
