const { swcOptions } = require('../build/swc-options.cjs');

// Packages that ship ES modules only: jest's module registry needs them compiled.
const esmOnly =
  '@nestjs|@graphql-tools|@as-integrations|file-type|strtok3|token-types|uint8array-extras|@tokenizer|peek-readable|@borewit|content-disposition|@noble|@scure';

const swc = (tsx) => [require.resolve('@swc/jest'), swcOptions({ tsx, sourceMaps: 'inline' })];

/** One preset for every project; `tools/jest/run.mjs` passes the project's folder as rootDir. */
module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/**/*.spec.ts', '<rootDir>/**/*.spec.tsx', '<rootDir>/**/*.spec.mjs', '<rootDir>/**/*.e2e.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'cjs', 'mjs', 'json', 'node'],
  transform: { '^.+\\.(ts|js|mjs)$': swc(false), '^.+\\.tsx$': swc(true) },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly})/)`],
  testTimeout: 30_000,
};
