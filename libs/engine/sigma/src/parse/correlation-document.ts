import type { RuleDocument } from './rule-document';
import type { YamlMap } from './yaml-document';

/** A correlation as it was read, for engine/correlation to understand. */
export interface CorrelationDocument {
  readonly origin: string;
  readonly yaml: YamlMap;
  /** The whole text it stands in and which of its documents it is (from 0): for the places of faults. */
  readonly source: RuleDocument;
  readonly index: number;
}
