export type { GroupExplanation } from './explain/explain-group';
export { boundOperators, correlationTypes } from './parse/correlation-rule';
export type {
  Bound, BoundOperator, ConditionTerm, CorrelationCondition, CorrelationRule, CorrelationType, ExpressionCondition, FieldAliases, ThresholdCondition,
} from './parse/correlation-rule';
export { loadCorrelations } from './parse/load-correlations';
export type { LoadedCorrelations } from './parse/load-correlations';
export { describeSpan, parseTimespan } from './parse/parse-timespan';
export { standaloneRules } from './parse/standalone-rules';
export { PlainCorrelator } from './plain/plain-correlator';
export type { PlainMatch } from './plain/plain-correlator';
export { correlationFamilies, correlationInputs } from './run/correlation-inputs';
export type { CorrelationMatch, RuleHit } from './run/correlation-match';
export { Correlator } from './run/correlator';
export { defaultLimits } from './run/correlator-limits';
export type { CorrelatorLimits, CorrelatorLosses, CorrelatorOptions } from './run/correlator-limits';
export type { CorrelatorSnapshot } from './snapshot/correlator-snapshot';
export { projectFields } from './run/group-key';
export { SnapshotFault } from './snapshot/saved';
