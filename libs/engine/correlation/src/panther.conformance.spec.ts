import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { loadRules } from '@vedette/sigma';
import { describeWithData } from '@vedette/testing';
import type { PantherCase, PantherDetection, PantherOutput, PantherSignal } from './fixtures/panther-correlation';
import { hitsOf, minuteMs, signalsOf } from './fixtures/panther-correlation';
import type { AbsenceReading } from './fixtures/panther-correlation-sigma';
import { sigmaOf, verdictName } from './fixtures/panther-correlation-sigma';
import { generatedHits, pantherFires } from './fixtures/panther-correlation-verdict';
import { Seeded } from './fixtures/seeded';
import type { CorrelationRule } from './parse/correlation-rule';
import { loadCorrelations } from './parse/load-correlations';
import { PlainCorrelator } from './plain/plain-correlator';
import type { CorrelationMatch, RuleHit } from './run/correlation-match';
import { Correlator } from './run/correlator';

/** Case → why Sigma or the engine answers otherwise. Exact: one more or one fewer fails. */
const misses: Readonly<Record<string, string>> = {};

/** What the bare `not` of Sigma 2.2 gets wrong: its window opens with the signal, and the absent one had come before. */
const plainMisses = [
  'AWS.SSO.Access.Token.Retrieved.by.Unauthenticated.IP.Group#0',
  'GitHub.Advanced.Security.Change.NOT.FOLLOWED.BY.Repo.Archived#1',
  'Okta.Login.Without.Push.Group#0',
];

function load(detection: PantherDetection, absence?: AbsenceReading): CorrelationRule[] {
  const text = sigmaOf(detection, absence);
  const { rules, correlations: documents, refused } = loadRules([{ origin: 'panther', text }]);
  const loaded = loadCorrelations(documents, rules);
  expect([...refused, ...loaded.refused]).toEqual([]);
  return loaded.correlations;
}

const spanMs = ({ LookbackWindowMinutes }: PantherDetection): number => LookbackWindowMinutes * minuteMs;
const lastOf = (hits: readonly RuleHit[]): number => Math.max(...hits.map(({ at }) => at));
const isVerdict = ({ ruleId }: { readonly ruleId: string }): boolean => ruleId === verdictName;

/** The matches of the whole detection, the clock running between the signals and past every window after them. */
function run(correlations: readonly CorrelationRule[], hits: readonly RuleHit[]): CorrelationMatch[] {
  const correlator = new Correlator(correlations);
  const matches = hits.flatMap((hit) => [...correlator.advance(hit.at), ...correlator.push(hit)]);
  const widest = Math.max(...correlations.map(({ timespanMs }) => timespanMs));
  return [...matches, ...correlator.advance(lastOf(hits) + widest + 1)].filter(isVerdict);
}

describe("Panther's detections beyond the cases", () => {
  const fields = (value: string): Record<string, string> => ({ user: value, who: value, host: 'h1', computer: 'h1' });
  const fires = (detection: PantherDetection, signals: readonly (readonly [string, number, string?])[]): boolean =>
    run(load(detection), signals.map(([ruleId, minute, value = 'ann'], index) => ({ ruleId, at: minute * minuteMs, fields: fields(value), ref: `${index}` }))).length > 0;
  const step = (ID: string, more: Partial<PantherSignal> = {}): PantherSignal => ({ ID, RuleID: ID, ...more });

  it('count the first step of a sequence', () => {
    const detection: PantherDetection = { Sequence: [step('fail', { MinMatchCount: 3 }), step('login')], Transitions: [{ From: 'fail', To: 'login', WithinTimeFrameMinutes: 30, Match: [{ On: 'user' }] }], LookbackWindowMinutes: 60 };
    expect(fires(detection, [['fail', 0], ['fail', 20], ['fail', 40], ['login', 70]])).toBe(true);
    expect(fires(detection, [['fail', 0], ['fail', 20], ['fail', 40], ['login', 71]])).toBe(false);
    expect(fires(detection, [['fail', 0], ['fail', 20], ['login', 30]])).toBe(false);
    expect(fires(detection, [['fail', 0], ['fail', 20, 'bob'], ['fail', 40], ['login', 50]])).toBe(false);
  });

  it('wait for what should follow a step, by the transition\'s own time', () => {
    const detection: PantherDetection = { Sequence: [step('leak'), step('quarantine', { Absence: true })], Transitions: [{ From: 'leak', To: 'quarantine', WithinTimeFrameMinutes: 15 }], LookbackWindowMinutes: 30 };
    expect(fires(detection, [['leak', 0]])).toBe(true);
    expect(fires(detection, [['leak', 0], ['quarantine', 15, 'bob']])).toBe(false);
    expect(fires(detection, [['leak', 0], ['quarantine', 16]])).toBe(true);
  });

  it('match each transition by fields and a time of its own', () => {
    const detection: PantherDetection = {
      Sequence: [step('a'), step('b'), step('c')],
      Transitions: [{ From: 'a', To: 'b', WithinTimeFrameMinutes: 10, Match: [{ From: 'user', To: 'who' }] }, { From: 'b', To: 'c', WithinTimeFrameMinutes: 20, Match: [{ From: 'computer', To: 'host' }] }],
      LookbackWindowMinutes: 30,
    };
    expect(fires(detection, [['a', 0], ['b', 10], ['c', 30, 'bob']])).toBe(true);
    expect(fires(detection, [['a', 0], ['b', 10, 'bob'], ['c', 30]])).toBe(false);
    expect(fires(detection, [['a', 0], ['b', 11], ['c', 12]])).toBe(false);
    expect(fires(detection, [['a', 0], ['b', 10], ['c', 31]])).toBe(false);
    expect(fires(detection, [['b', 0], ['a', 1], ['c', 2]])).toBe(false);
  });

  it('are refused where Sigma has no words for them', () => {
    const three = [step('a'), step('b'), step('c')];
    expect(() => sigmaOf({ Sequence: three, LookbackWindowMinutes: 30 })).toThrow('none around all of them');
    const Transitions = [{ From: 'a', To: 'b', WithinTimeFrameMinutes: 5 }, { From: 'b', To: 'c', WithinTimeFrameMinutes: 5 }];
    expect(() => sigmaOf({ Sequence: three.map((one) => (one.ID === 'b' ? { ...one, Absence: true } : one)), Transitions, LookbackWindowMinutes: 30 })).toThrow('absence between two steps');
  });

  it('may reach further than their window when they count: the count has a window of its own', () => {
    const detection: PantherDetection = { Group: [step('invite'), step('delete', { MinMatchCount: 2 })], LookbackWindowMinutes: 30 };
    expect(fires(detection, [['delete', 0], ['delete', 20], ['invite', 40]])).toBe(true);
    expect(fires(detection, [['delete', 0], ['delete', 20], ['invite', 51]])).toBe(false);
  });
});

describeWithData("Panther's correlation cases", 'events/panther-correlation-cases.ndjson.gz', (file) => {
  const cases = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').map((line): PantherCase => JSON.parse(line)).flatMap(({ detection, ...one }) => detection.map((only) => ({ ...one, detection: only })));
  type Case = (typeof cases)[number];
  const fires = ({ detection }: Case, hits: readonly RuleHit[], absence?: AbsenceReading): boolean => run(load(detection, absence), hits).length > 0;
  const kindOf = ({ detection }: Case): string => {
    if (detection.Sequence) return 'Sequence within a transition\'s time';
    if (signalsOf(detection).some(({ Absence }) => Absence === true)) return 'Group with an absent signal';
    return signalsOf(detection).some(({ MinMatchCount = 1 }) => MinMatchCount > 1) ? 'Group with a count' : 'Group';
  };
  const firing = cases.filter(({ expected }) => expected);
  const present = firing.filter((one) => kindOf(one) !== 'Group with an absent signal');
  const absent = firing.filter((one) => kindOf(one) === 'Group with an absent signal');
  const detections = [...new Map(cases.map((one) => [JSON.stringify(one.detection), one])).values()];
  const windowOf = ({ detection }: Case): number => Math.min(spanMs(detection), ...(detection.Transitions ?? []).map(({ WithinTimeFrameMinutes = Infinity }) => WithinTimeFrameMinutes * minuteMs));

  it('are 59 of 19 detections, each output by one field', () => {
    expect(cases).toHaveLength(59);
    expect(detections).toHaveLength(19);
    expect(cases.flatMap(({ ruleOutputs }) => ruleOutputs).every(({ Matches }) => Object.keys(Matches).length === 1)).toBe(true);
  });

  it('hold as Sigma correlations, but for those whose reason is written down', () => {
    const tally = new Map<string, { fire: number; silent: number; held: number }>();
    const missed = cases.filter((one) => {
      const counted = tally.get(kindOf(one)) ?? { fire: 0, silent: 0, held: 0 };
      tally.set(kindOf(one), counted);
      counted[one.expected ? 'fire' : 'silent']++;
      const held = fires(one, hitsOf(one.detection, one.ruleOutputs)) === one.expected;
      if (held) counted.held++;
      return !held;
    });
    const rows = [...tally].map(([kind, { fire, silent, held }]) => `${kind} | ${fire} | ${silent} | ${held}`);
    console.log(["Panther's correlation cases: detection | to fire | to stay silent | hold", ...rows, `together ${cases.length - missed.length} of ${cases.length}`].join('\n'));
    expect(missed.map(({ id }) => id).sort()).toEqual(Object.keys(misses).sort());
  });

  it('need more than the bare `not`, whose window opens with an event: what came before does not contradict it', () => {
    const missed = cases.filter((one) => fires(one, hitsOf(one.detection, one.ruleOutputs), 'plain') !== one.expected);
    expect(missed.map(({ id }) => id)).toEqual(plainMisses);
  });

  it('make one alert each', () => {
    const alerts = firing.map(({ id, detection, ruleOutputs }) => [id, run(load(detection), hitsOf(detection, ruleOutputs)).filter(({ opens }) => opens).length]);
    expect(alerts.filter(([, count]) => count !== 1)).toEqual([]);
  });

  it('get the verdict of the plain correlator, match for match', () => {
    const brief = (matches: readonly { at: number; ref: string }[]): string[] => matches.map(({ at, ref }) => `${at} ${ref}`).sort();
    for (const { detection, ruleOutputs } of cases) {
      const correlations = load(detection);
      const hits = hitsOf(detection, ruleOutputs);
      expect(brief(run(correlations, hits))).toEqual(brief(new PlainCorrelator(correlations).matches(hits).filter(isVerdict)));
    }
  });

  it('do not depend on the order of arrival, within the lateness allowed', () => {
    for (const { id, detection, ruleOutputs, expected } of cases) {
      const correlations = load(detection);
      const hits = hitsOf(detection, ruleOutputs);
      const latenessMs = 7 * 86_400_000;
      const correlator = new Correlator(correlations, { latenessMs, aheadMs: latenessMs });
      const matches = [...[...hits].reverse().flatMap((hit) => correlator.push(hit)), ...correlator.advance(lastOf(hits) + 2 * latenessMs)].filter(isVerdict);
      expect([id, matches.length > 0]).toEqual([id, expected]);
    }
  });

  it('say on 5,700 generated streams what Panther says; with a count, now and then more', () => {
    const random = new Seeded(59);
    const tally = { fired: 0, panther: 0, ours: [] as string[] };
    for (const one of detections) {
      const correlations = load(one.detection);
      for (let round = 0; round < 300; round++) {
        const hits = generatedHits(one.detection, random, windowOf(one) / 4);
        const [panther, ours] = [pantherFires(one.detection, hits), run(correlations, hits).length > 0];
        if (ours) tally.fired++;
        if (panther && !ours) tally.panther++;
        if (ours && !panther) tally.ours.push(kindOf(one));
      }
    }
    console.log(`generated streams: ${detections.length * 300}, firing ${tally.fired}, Panther alone ${tally.panther}, we alone ${tally.ours.length}`);
    expect(tally.fired).toBeGreaterThan(2_000);
    expect(tally.panther).toBe(0);
    expect(tally.ours).toEqual(['Group with a count', 'Group with a count']);
  });

  it.each(present)('$id needs each of its signals, and each for the same entity', (one) => {
    for (const left of one.ruleOutputs) {
      const others = one.ruleOutputs.filter((output) => output !== left);
      expect(fires(one, hitsOf(one.detection, others))).toBe(false);
      const strange: PantherOutput = { ID: left.ID, Matches: Object.fromEntries(Object.entries(left.Matches).map(([field, times]) => [field, { 'somebody else': Object.values(times).flat() }])) };
      expect(fires(one, hitsOf(one.detection, [...others, strange]))).toBe(false);
    }
    // No case has too few of them, so that a translation without counts would pass.
    for (const { RuleID, MinMatchCount = 1 } of signalsOf(one.detection)) {
      const hits = hitsOf(one.detection, one.ruleOutputs);
      const [, ...fewer] = hits.filter(({ ruleId }) => ruleId === RuleID).slice(0, MinMatchCount);
      expect(fires(one, [...hits.filter(({ ruleId }) => ruleId !== RuleID), ...fewer].sort((a, b) => a.at - b.at))).toBe(false);
    }
  });

  it.each(present)('$id fires up to the end of its window and not a millisecond later, in any order unless it is a sequence', (one) => {
    const hits = hitsOf(one.detection, one.ruleOutputs);
    const [first] = signalsOf(one.detection);
    const apart = (ms: number): RuleHit[] => hits.map((hit) => ({ ...hit, at: hit.ruleId === first?.RuleID ? 1e12 : 1e12 + ms })).sort((a, b) => a.at - b.at);
    const window = windowOf(one);
    expect(fires(one, apart(window))).toBe(true);
    expect(fires(one, apart(window + 1))).toBe(false);
    expect(fires(one, apart(-window))).toBe(one.detection.Sequence === undefined);
    expect(fires(one, apart(-window - 1))).toBe(false);
  });

  it.each(absent)('$id is contradicted by the absent signal up to a window before and after, and no further', (one) => {
    const missing = signalsOf(one.detection).find(({ Absence }) => Absence === true);
    const [hit] = hitsOf(one.detection, one.ruleOutputs).filter(({ ruleId }) => ruleId !== missing?.RuleID);
    const [value] = Object.values(hit?.fields ?? {});
    const field = Object.values(one.detection.MatchCriteria ?? {}).flat().find(({ GroupID }) => GroupID === missing?.ID)?.Match;
    if (!hit || !missing || field === undefined) throw new Error('the case has another form');
    const window = windowOf(one);
    for (const [ms, expected] of [[-window - 1, true], [-window, false], [-1, false], [0, false], [1, false], [window, false], [window + 1, true]] as const) {
      const other: RuleHit = { ruleId: missing.RuleID, at: hit.at + ms, fields: { [field]: value }, ref: 'absent' };
      expect([ms, fires(one, [hit, other].sort((a, b) => a.at - b.at))]).toEqual([ms, expected]);
    }
  });
});
