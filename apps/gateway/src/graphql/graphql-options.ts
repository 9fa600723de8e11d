import { MercuriusDriver } from '@nestjs/mercurius';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { documentLimits } from './limits/document-limits';
import { flatten, renderError } from './render-error';
import type { RenderOptions } from './render-error';

/**
 * Code-first on mercurius, compiled on the second sight of a query. Its own HTTP routes and sockets are off: ours stand
 * in graphql-route.ts and subscriptions/.
 */
export function graphqlOptions(options: RenderOptions): MercuriusDriverConfig {
  return {
    driver: MercuriusDriver,
    autoSchemaFile: true,
    routes: false,
    jit: 1,
    graphiql: false,
    allowBatchedQueries: false,
    graphql: { parseOptions: { maxTokens: documentLimits.tokens } },
    buildSchemaOptions: { numberScalarMode: 'float' },
    errorFormatter: ({ data, errors }) => ({
      statusCode: 200,
      response: { data: data ?? null, errors: errors.flatMap(flatten).map((error) => renderError(error, options)) },
    }),
  };
}
