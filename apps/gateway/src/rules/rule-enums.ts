import { registerEnumType } from '@nestjs/graphql';
import type { FieldMatch, RuleKind } from '@vedette/detection';

export const RuleKindEnum = {
  RULE: 'rule',
  CORRELATION: 'correlation',
  FILTER: 'filter',
} as const satisfies Record<Uppercase<RuleKind>, RuleKind>;

export const FieldMatchEnum = {
  EXACT: 'exact',
  STARTSWITH: 'startswith',
  ENDSWITH: 'endswith',
  CONTAINS: 'contains',
} as const satisfies Record<Uppercase<FieldMatch>, FieldMatch>;

registerEnumType(RuleKindEnum, { name: 'RuleKind' });
registerEnumType(FieldMatchEnum, { name: 'FieldMatch' });
