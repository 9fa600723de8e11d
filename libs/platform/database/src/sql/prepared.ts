/** A statement that runs once a day is not worth the server's memory in every connection. */
const OFTEN = 8;
const known = new Map<string, { uses: number; readonly name: string }>();

/**
 * The name under which a connection keeps this statement parsed and planned, once it is used often: that is half of what a
 * short statement costs the server. Texts come from code alone, so they are few.
 */
export function preparedName(text: string): string | undefined {
  let statement = known.get(text);
  if (!statement) known.set(text, (statement = { uses: 0, name: `vedette_${known.size}` }));
  return ++statement.uses > OFTEN ? statement.name : undefined;
}
