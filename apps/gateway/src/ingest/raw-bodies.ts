import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { drain } from '../http/drain';

export type RenderFailure = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply | Promise<FastifyReply>;

/** Bodies of every type reach the routes of this scope as streams, and what is refused is read to its end. */
export function takeRawBodies(server: FastifyInstance, render: RenderFailure): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  server.setErrorHandler((error, request, reply) => {
    drain(request.raw);
    return render(error, request, reply);
  });
}

export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
