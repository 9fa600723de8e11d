// Rules about files that no linter of ours reads.

/**
 * Tables that belong to no tenant: the catalogue of migrations and keys, and what is global by design (accounts are,
 * their membership is not; rules are the same for everyone). Any other table is made by `call app.tenant_table(...)`.
 */
export const globalTables = [
  'app.context_keys', 'app.tenant_tables', 'app.schema_migrations',
  'tenants', 'trials', 'accounts', 'sessions', 'one_time_artefacts',
  'account_totps', 'account_passkeys', 'account_recovery_codes', 'account_devices', 'account_email_changes', 'platform_operators', 'platform_log',
  'rule_packs', 'rules', 'rule_changes',
];

/** Raw `create table` statements of a migration that the list above does not know. Names built by format() are not names. */
export function rawTables(sql, allowed = globalTables) {
  const withoutComments = sql.replaceAll(/--.*$/gm, '').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const statements = withoutComments.matchAll(/create\s+(?:unlogged\s+|temp(?:orary)?\s+)?table\s+(?:if\s+not\s+exists\s+)?([\w."%]+)/gi);
  return [...statements].map(([, name]) => name.replaceAll('"', '')).filter((name) => !name.includes('%') && !allowed.includes(name));
}

/** Migrations are `NNNN-noun.sql`, each number once. */
export function migrationNameProblems(names) {
  const numbers = names.map((name) => name.slice(0, 4));
  return [
    ...names.filter((name) => !/^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.sql$/.test(name)).map((name) => `${name} is not NNNN-noun.sql`),
    ...numbers.filter((number, index) => numbers.indexOf(number) !== index).map((number) => `two migrations have the number ${number}`),
  ];
}
