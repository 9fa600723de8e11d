export const envelopeModes = ['auto', 'always', 'never'] as const;
export type EnvelopeMode = (typeof envelopeModes)[number];

/** Documents of the Elastic Common Schema have a part called `event` as well; these stand beside it there. */
const elasticNames = ['@timestamp', 'ecs', 'winlog', 'agent', 'event_data'] as const;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The event of a line: the object itself, or what it holds as `{"event": …}`.
 * @returns undefined when an envelope was asked for and there is none
 */
export function unwrap(object: Record<string, unknown>, mode: EnvelopeMode): Record<string, unknown> | undefined {
  if (mode === 'never') return object;
  const inner = Object.hasOwn(object, 'event') ? object['event'] : undefined;
  if (!isObject(inner)) return mode === 'always' ? undefined : object;
  return mode === 'auto' && elasticNames.some((name) => Object.hasOwn(object, name)) ? object : inner;
}
