import { createHash } from 'node:crypto';
import type { CorrelationRule } from '@vedette/correlation';
import type { Uuid } from '@vedette/kernel';
import type { SeenMatch } from './owned-partition';

/** The matches of one correlation for one group that belong to one alert. */
export interface Burst {
  readonly rule: CorrelationRule;
  readonly head: string;
  readonly opening: SeenMatch;
  readonly seen: SeenMatch[];
}

/** UUID version 8 (RFC 9562 §5.8): of what makes the alert this one. */
export function idOf({ rule, head, opening }: Burst): Uuid {
  const hex = createHash('sha256').update(JSON.stringify([rule.id, head, opening.match.ref, opening.match.at])).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}` as Uuid;
}
