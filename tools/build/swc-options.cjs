/**
 * The one answer to "how is our TypeScript compiled": jest and the production build must agree, or a test would prove
 * something about code that never runs. Decorators are the legacy kind, since Nest and TypeORM read their metadata.
 */
exports.swcOptions = ({ tsx, sourceMaps }) => ({
  swcrc: false,
  configFile: false,
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true, tsx },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      react: { runtime: 'automatic' },
    },
    keepClassNames: true,
  },
  module: { type: 'commonjs' },
  sourceMaps,
});
