import { registerEnumType } from '@nestjs/graphql';
import type { Alert } from '@vedette/detection';

/** Names as GraphQL writes them, values as the domain does; a status the domain gains does not compile until it is here. */
export const AlertStatusEnum = {
  OPEN: 'open',
  ACKNOWLEDGED: 'acknowledged',
  CLOSED: 'closed',
} as const satisfies Record<Uppercase<Alert['status']>, Alert['status']>;

export const AlertResolutionEnum = {
  TRUE_POSITIVE: 'true-positive',
  FALSE_POSITIVE: 'false-positive',
  BENIGN: 'benign',
} as const satisfies Record<string, Alert['resolution']>;

export const SeverityEnum = {
  INFORMATIONAL: 'informational',
  LOW: 'low',
  MEDIUM: 'medium',
  HIGH: 'high',
  CRITICAL: 'critical',
} as const satisfies Record<Uppercase<Alert['severity']>, Alert['severity']>;

registerEnumType(AlertStatusEnum, { name: 'AlertStatus' });
registerEnumType(AlertResolutionEnum, { name: 'AlertResolution' });
registerEnumType(SeverityEnum, { name: 'Severity' });
