import type { CompactedDay, CorrelatedInputs, EvaluatedSegment, LoadedRules } from '@vedette/detection';
import { counter, gauge, histogram } from '@vedette/telemetry';

const segments = counter('vedette_segments_evaluated_total', 'Segments that every rule has seen');
const events = counter('vedette_events_evaluated_total', 'Events that every rule has seen');
const alerts = counter('vedette_alerts_changed_total', 'Alerts opened, and alerts that took further events in');
const failed = counter('vedette_events_failed_total', 'Events that could not be evaluated: more than none is a bug');
const inputs = counter('vedette_correlation_inputs_total', 'Segments whose hits were handed to correlations');
const matches = counter('vedette_correlation_matches_total', 'Matches of correlations');
const compacted = counter('vedette_lake_events_total', 'Events written into the lake');
const lakeBytes = counter('vedette_lake_bytes_total', 'Bytes written into the lake');
const lag = histogram('vedette_detection_lag_ms', 'From the receipt of a segment to its alerts');
const rules = gauge('vedette_rules', 'Rules that run, and rules refused');

export function recordEvaluated(done: EvaluatedSegment): void {
  segments.add();
  events.add(done.events);
  alerts.add(done.opened, { outcome: 'opened' });
  alerts.add(done.joined, { outcome: 'joined' });
  if (done.failed > 0) failed.add(done.failed);
  lag.record(done.lagMs);
}

export function recordCorrelated(done: CorrelatedInputs): void {
  inputs.add(done.inputs);
  matches.add(done.matches);
  if (done.opened > 0) alerts.add(done.opened, { outcome: 'opened' });
}

export function recordCompacted(done: CompactedDay): void {
  compacted.add(done.events);
  lakeBytes.add(done.bytes);
}

export function recordRules(loaded: LoadedRules): void {
  rules.set(loaded.rules.size, { state: 'running' });
  rules.set(loaded.refused.length, { state: 'refused' });
}
