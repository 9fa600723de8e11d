import { refuse } from '../refusals';

type Code = Parameters<typeof refuse>[0];

/**
 * A constraint that only the database can hold against two requests at once, told as a refusal.
 * @param codes by the constraint's name
 */
export async function refusing<T>(codes: Readonly<Record<string, Code>>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof Error && 'constraint' in error ? error.constraint : undefined;
    const code = typeof name === 'string' && Object.hasOwn(codes, name) ? codes[name] : undefined;
    throw code ? refuse(code) : error;
  }
}
