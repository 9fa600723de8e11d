import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { isLoopback } from '@vedette/config';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../refusals';

/**
 * The console's files, and its page for every address that is none of ours: the router is in the browser. Files named by
 * their content are kept for a year, the page never.
 */
export async function consoleRoutes(server: FastifyInstance, options: { folder: string; origin: string }): Promise<void> {
  const page = path.join(options.folder, 'index.html');
  const html = existsSync(page) ? readFileSync(page, 'utf8') : null;
  const files = new Set(html ? readdirSync(options.folder, { recursive: true }).map((file) => String(file).replaceAll(path.sep, '/')) : []);
  const policy = contentPolicy(html ?? '');
  if (html) await server.register(fastifyStatic, { root: options.folder, serve: false, cacheControl: false });
  server.get('/*', { config: { access: 'public' } }, async (request, reply) => {
    const elsewhere = ownName(request.host, options.origin);
    if (elsewhere) return reply.redirect(elsewhere + request.url);
    const name = decodeName(request.url);
    void reply.header('content-security-policy', policy);
    if (name !== 'index.html' && files.has(name) && path.extname(name) !== '') {
      return reply.header('cache-control', name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache').sendFile(name);
    }
    // A dot in the last part of a page's address is no file: `/entities/ip/192.0.2.1`.
    const isFile = path.extname(name) !== '' && !name.includes('/');
    if (!html || name.startsWith('v1/') || name.startsWith('assets/') || isFile) throw refuse('request.not_found');
    return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(html);
  });
}

/**
 * On one's own machine `127.0.0.1` and `localhost` are one place but two origins: the page goes to the one that forms,
 * cookies and passkeys are bound to. @returns its origin, or null for whoever is there already or is no such alias
 */
function ownName(host: string, origin: string): string | null {
  const own = new URL(origin);
  const asked = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null;
  const alias = asked && asked.host !== own.host && asked.port === own.port && isLoopback(asked.hostname) && isLoopback(own.hostname);
  return alias ? own.origin : null;
}

function decodeName(url: string): string {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '').replace(/^\/+/, '');
  } catch {
    throw refuse('request.malformed');
  }
}

/** Scripts only from us, and the page's own inline ones by their hash. The component kit writes styles in place. */
export function contentPolicy(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) => text ?? '');
  const hashes = inline.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
