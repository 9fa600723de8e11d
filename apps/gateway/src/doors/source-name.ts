const LONGEST = 64;
/** So much of a name is looked at; the rest would not fit anyway. */
const READ = 256;

/** A name from another world (a path, an index, a service) as the name of a source, or undefined if nothing of it is left. */
export function sourceName(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const name = text
    .slice(0, READ)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
  return name === '' ? undefined : name;
}
