/** A command that any key may run. Single quotes: the query has none, and the shell leaves all between them alone. */
export function whoAmICommand(origin: string, key: string): string {
  return [
    `curl -sS ${origin}/graphql \\`,
    `  -H "Authorization: Bearer ${key}" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -H 'Vedette-Client: curl' \\`,
    `  --data-raw '${JSON.stringify({ query: '{ viewer { tenant { name } permissions } }' })}'`,
  ].join('\n');
}
