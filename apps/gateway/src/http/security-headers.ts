import type { FastifyInstance } from 'fastify';

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
} as const;

/** For answers that are no page. Pages set a policy of their own. */
const noPage = "default-src 'none'; frame-ancestors 'none'";

/** On every answer. There is no CORS header at all: only our own origin may read, and only it is allowed to send. */
export function securityHeaders(server: FastifyInstance, options: { https: boolean }): void {
  server.addHook('onSend', async (_request, reply) => {
    void reply.headers(always);
    if (!reply.hasHeader('content-security-policy')) void reply.header('content-security-policy', noPage);
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    if (options.https) void reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
  });
}
