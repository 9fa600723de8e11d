import { z } from 'zod';

/** What is sent to the subscribers of a tenant: which rows to read again, never their content. */
const topicMessage = z.object({
  /** The tenant's own count of messages, 1, 2, 3 … without holes; a decimal, since it may outgrow a double. */
  seq: z.string().regex(/^\d{1,19}$/),
  topic: z.string(),
  ids: z.unknown(),
});

export type TopicMessage = Readonly<z.output<typeof topicMessage>>;

/** undefined when the text is no message: a stranger on the channel must not end a gateway. */
export function parseTopicMessage(text: string): TopicMessage | undefined {
  try {
    return topicMessage.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
