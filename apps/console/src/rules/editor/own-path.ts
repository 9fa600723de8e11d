const LONGEST = 60;

/** The first title of a text, as it is typed; empty where there is none. */
export function titleIn(yaml: string): string {
  const typed = /^title:[ \t]*(.*)$/m.exec(yaml)?.[1]?.trim() ?? '';
  const quoted = /^(["'])(.*)\1$/.exec(typed);
  return quoted?.[2] ?? typed.replace(/\s#.*$/, '');
}

/** Where a new rule is kept: `own/powershell-hides-its-window.yml`. */
export function ownPath(yaml: string): string {
  const slug = titleIn(yaml)
    .slice(0, 400)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-|-$/g, '');
  return `own/${slug || 'rule'}.yml`;
}
