// Each outside thing has one door. Globs are relative to the workspace; `*` stays within a folder, `**` does not.

const apps = ['apps/gateway/**', 'apps/detection/**', 'apps/intelligence/**', 'apps/reporting/**', 'apps/billing/**'];

/** Who may import which packages. A package that no row names is free. The first row that matches decides. */
export const packageDoors = [
  { packages: ['typeorm', 'pg', 'pg-*'], only: ['libs/platform/database/**', '**/*.entity.ts'], instead: 'use tx.sql or tx.rows of @vedette/database' },
  { packages: ['bullmq', 'bullmq-*', '@nestjs/bullmq'], only: ['libs/platform/queue/**'], instead: 'use @vedette/queue' },
  { packages: ['ioredis'], only: ['libs/platform/queue/**', 'libs/platform/pubsub/**', 'libs/platform/cache/**'], instead: 'use @vedette/queue, pubsub or cache' },
  { packages: ['@aws-sdk/*'], only: ['libs/platform/storage/**'], instead: 'use @vedette/storage' },
  { packages: ['nodemailer'], only: ['libs/platform/mail/**'], instead: 'use @vedette/mail' },
  { packages: ['@duckdb/*'], only: ['libs/platform/lake/**'], instead: 'use @vedette/lake' },
  { packages: ['stripe'], only: ['libs/domain/billing/src/stripe.ts'], instead: 'use the billing domain' },
  { packages: ['@nestjs/common'], only: [...apps, 'libs/platform/queue/**'], instead: 'keep the library free of the framework' },
  { packages: ['@nestjs/*'], only: apps, instead: 'keep the library free of the framework' },
];

/** Who may read the environment. Tests may: they learn there where their servers are. */
export const environmentDoor = ['libs/platform/config/**', 'libs/testing/**', 'libs/platform/database/src/testing/**', 'apps/e2e/**', 'tools/**', '**/*.spec.ts'];

/** Who may ask what time it is. Browsers and launchers have no clock to inject; their time decides nothing. */
export const clockDoor = ['libs/kernel/src/clock.ts', 'apps/console/**', 'apps/e2e/**', 'tools/**'];

/** One level of glob is enough for the tables above: `**` any folders, `*` any name. */
export function matches(file, globs) {
  return globs.some((glob) => new RegExp(`^${glob.split(/(\*\*\/|\*\*|\*)/).map(piece).join('')}$`).test(file));
}

const piece = (part) =>
  ({ '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*' })[part] ?? part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The row that forbids `file` this package, or undefined. */
export function closedDoor(file, source) {
  const row = packageDoors.find(({ packages }) => packages.some((name) => matches(source, [name, `${name}/**`])));
  return row && !matches(file, row.only) ? row : undefined;
}
