import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import nx from '@nx/eslint-plugin';
import ts from 'typescript-eslint';
import { depConstraints } from './tools/rules/arrows.mjs';
import { house } from './tools/rules/plugin.mjs';
import { readWorkspace, tagProblems } from './tools/rules/workspace-graph.mjs';

const projects = readWorkspace(import.meta.dirname);
const untagged = tagProblems(projects);
if (untagged.length) throw new Error(`Every project has one type and one scope tag:\n  ${untagged.join('\n  ')}`);

const code = ['**/*.ts', '**/*.tsx'];
const server = ['libs/**/src/**/*.ts', 'apps/gateway/src/**/*.ts', 'apps/detection/src/**/*.ts', 'apps/cli/src/**/*.ts'];
const tests = ['**/*.spec.ts', '**/*.spec.tsx', '**/*.spec.mjs', '**/*.e2e.ts', 'libs/domain/*/src/testing/**'];

const named = (names) => Object.fromEntries(names.split(' ').map((name) => [name, 'readonly']));
const node = named(
  'process console Buffer URL URLSearchParams fetch performance structuredClone AbortController AbortSignal AggregateError ' +
    'TextEncoder TextDecoder setTimeout clearTimeout setInterval clearInterval setImmediate queueMicrotask require module exports __dirname',
);
const jest = named('describe it test expect beforeAll beforeEach afterAll afterEach jest');

const boundaries = (specs) => [
  'error',
  {
    depConstraints: depConstraints({ specs }),
    enforceBuildableLibDependency: false,
    // A database spec needs `testing`, which needs the database: no arrow between them outside of specs (tools/rules
    // proves that), but Nx's graph knows no specs.
    ignoredCircularDependencies: projects.filter(({ name }) => name !== 'testing').map(({ name }) => ['testing', name]),
  },
];

export default [
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.vedette/**', '**/*.d.ts', '**/*.generated.ts', '**/generated/**'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    plugins: { house, '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'house/names': 'error',
      'max-lines': ['error', 400],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name: a default export has a new name in every file.' },
        { selector: 'ExportAllDeclaration', message: 'List the names: nobody sees what an `export *` lets out.' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Hostile input is full of control characters, and patterns that refuse it have to name them.
      'no-control-regex': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: code,
    rules: {
      'house/one-door': 'error',
      'house/environment': 'error',
      'house/clock': 'error',
      'house/no-own-index': 'error',
      'house/no-barrel': 'error',
      'house/reads': 'error',
      'house/no-cycle': 'error',
      '@nx/enforce-module-boundaries': boundaries(false),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    // The one rule that needs types: an unawaited statement of a transaction is lost without a word.
    files: server,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
  { files: tests, rules: { '@nx/enforce-module-boundaries': boundaries(true) } },
  { ...hooks.configs.flat.recommended, files: ['apps/console/**/*.{ts,tsx}'] },
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: { globals: node },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  { files: ['apps/console/public/**/*.js'], languageOptions: { globals: named('window document localStorage') } },
  { files: ['tools/**/*.spec.mjs'], languageOptions: { globals: jest } },
  { files: ['eslint.config.mjs', '**/vite.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
];
