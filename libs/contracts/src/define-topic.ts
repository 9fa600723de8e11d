import type { z } from 'zod';

/** What happened, as ids: subscribers read the rows again under their own tenant and permissions. */
export interface TopicDefinition<Ids> {
  /** `domain.noun-changed` */
  readonly name: string;
  readonly schema: z.ZodType<Ids>;
}

export function defineTopic<Ids>(definition: TopicDefinition<Ids>): TopicDefinition<Ids> {
  if (!/^[a-z]+\.[a-z]+(-[a-z]+)+$/.test(definition.name)) {
    throw new Error(`topic ${definition.name}: a topic is named domain.noun-changed`);
  }
  return Object.freeze(definition);
}
