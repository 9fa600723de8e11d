import type { AlertResolution } from '@vedette/api-client';

export const resolutions: readonly [AlertResolution, string][] = [
  ['TRUE_POSITIVE', 'True positive: it was an attack'],
  ['FALSE_POSITIVE', 'False positive: the rule was wrong …'],
  ['BENIGN', 'Benign: it happened, and may'],
];

export const resolutionWords: Readonly<Record<AlertResolution, string>> = { TRUE_POSITIVE: 'true positive', FALSE_POSITIVE: 'false positive', BENIGN: 'benign' };

/** Of a reason, as the gateway takes it. */
export const MOST_REASON = 500;
