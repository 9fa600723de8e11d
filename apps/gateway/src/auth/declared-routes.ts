import type { FastifyInstance } from 'fastify';
import type { Access } from './access';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route asks of its caller; a route without it stops the boot. */
    access?: Access;
  }
}

export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
}

/**
 * Watches every route that is registered from now on.
 * @throws Error at boot, from the registration of a route that declares no access
 */
export function declareRoutes(server: FastifyInstance): readonly DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  server.addHook('onRoute', ({ method, url, config }) => {
    const access = config?.access;
    if (!access) throw new Error(`${String(method)} ${url} declares no access: set config.access to a permission or 'public'`);
    for (const each of [method].flat()) routes.push({ method: each, url, access });
  });
  return routes;
}
