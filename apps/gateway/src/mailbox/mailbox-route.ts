import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Mailbox } from '@vedette/mail';
import { refuse } from '../refusals';
import { mailboxPage, mailboxStyle } from './mailbox-page';

const styleHash = createHash('sha256').update(mailboxStyle).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Registered in development alone, and even then it answers this machine only. */
export async function mailboxRoute(server: FastifyInstance, deps: { mailbox: Mailbox; host: string; settled: () => Promise<void> }): Promise<void> {
  server.get('/mailbox', { config: { access: 'public' } }, async (request, reply) => {
    // The Host too: a page elsewhere whose name was made to resolve to this machine must not read the mails.
    if (!LOOPBACK.has(request.ip) || request.headers.host !== deps.host) throw refuse('request.not_found');
    // Whoever looks has just asked for a letter.
    await deps.settled();
    return reply
      .header('content-security-policy', policy)
      .type('text/html; charset=utf-8')
      .send(mailboxPage(deps.mailbox.messages()));
  });
}
