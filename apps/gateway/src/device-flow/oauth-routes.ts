import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { commandLineScopes, deviceClient } from '@vedette/identity';
import type { DeviceFlow } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import type { CallLimits } from '../http/call-limits';
import { judgeFailure } from '../http/judge-failure';
import { readForm, takeForms } from './form-body';

export interface OAuthRoutesDeps {
  readonly devices: DeviceFlow;
  readonly limits: CallLimits;
  /** Of PUBLIC_URL: what a request's Host says counts for nothing. */
  readonly origin: string;
}

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const begins = { name: 'device.begin', calls: 30, minutes: 10 } as const;
const polls = { name: 'device.poll', calls: 1_200, minutes: 10 } as const;
const revocations = { name: 'device.revoke', calls: 60, minutes: 10 } as const;

const errors = {
  invalid_request: 'Send application/x-www-form-urlencoded, at most 4 KB, each parameter once.',
  invalid_client: `The one client here is ${deviceClient}; send it as client_id.`,
  invalid_scope: `A command line may be given: ${commandLineScopes.join(' ')}`,
  unsupported_grant_type: `The one grant here is ${GRANT}.`,
  invalid_grant: 'This device code is wrong or was used. Start again.',
  authorization_pending: 'Nobody has decided yet. Ask again after the interval.',
  slow_down: 'You ask too often. Wait five seconds longer between two questions.',
  expired_token: 'Nobody decided within ten minutes. Start again.',
  access_denied: 'This was denied, or whoever approved it has left.',
  temporarily_unavailable: 'Something we depend on did not answer. Try again in a moment.',
  server_error: 'Something went wrong on our side.',
} as const;

type OAuthError = keyof typeof errors;

/** OAuth for command lines: RFC 8628 (device), RFC 8414 (metadata), RFC 7009 (revocation). No cookie counts here. */
export async function oauthRoutes(server: FastifyInstance, deps: OAuthRoutesDeps): Promise<void> {
  takeForms(server);
  server.setErrorHandler((error, request, reply) => failed(error, request, reply));
  server.get('/.well-known/oauth-authorization-server', { config: { access: 'public' } }, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=3600').send(metadata(deps.origin)),
  );
  server.post('/oauth/device_authorization', { config: { access: 'public' } }, (request, reply) => begin(request, reply, deps));
  server.post('/oauth/token', { config: { access: 'public' } }, (request, reply) => token(request, reply, deps));
  server.post('/oauth/revoke', { config: { access: 'public' } }, (request, reply) => revoke(request, reply, deps));
}

function metadata(origin: string): object {
  return {
    issuer: origin,
    device_authorization_endpoint: `${origin}/oauth/device_authorization`,
    token_endpoint: `${origin}/oauth/token`,
    revocation_endpoint: `${origin}/oauth/revoke`,
    grant_types_supported: [GRANT],
    // Required by section 2, and there is no authorization endpoint that could support any.
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    scopes_supported: commandLineScopes,
  };
}

async function begin(request: FastifyRequest, reply: FastifyReply, { devices, limits, origin }: OAuthRoutesDeps): Promise<FastifyReply> {
  const form = readForm(request.body);
  if (!form) return refused(reply, 'invalid_request');
  if (form.get('client_id') !== deviceClient) return refused(reply, 'invalid_client');
  await limits.ofAddress(request.ip, begins);
  const begun = await devices.begin({ scopes: form.get('scope')?.split(' ').filter((scope) => scope !== '') ?? null, address: request.ip });
  const page = new URL('/device', origin);
  // In the fragment, which no server's log and no Referer header sees.
  const complete = new URL(page);
  complete.hash = `code=${begun.userCode}`;
  return kept(reply).send({
    device_code: begun.deviceCode,
    user_code: begun.userCode,
    verification_uri: page.href,
    verification_uri_complete: complete.href,
    expires_in: begun.expiresIn,
    interval: begun.interval,
  });
}

async function token(request: FastifyRequest, reply: FastifyReply, { devices, limits }: OAuthRoutesDeps): Promise<FastifyReply> {
  const form = readForm(request.body);
  const grant = form?.get('grant_type');
  if (!form || grant === undefined) return refused(reply, 'invalid_request');
  if (grant !== GRANT) return refused(reply, 'unsupported_grant_type');
  if (form.get('client_id') !== deviceClient) return refused(reply, 'invalid_client');
  const deviceCode = form.get('device_code');
  if (deviceCode === undefined) return refused(reply, 'invalid_request');
  await limits.ofAddress(request.ip, polls);
  const answer = await devices.redeem(deviceCode);
  if (typeof answer === 'string') return refused(reply, answer);
  const { secret, scopes, expiresIn } = answer;
  return kept(reply).send({ access_token: secret, token_type: 'Bearer', expires_in: expiresIn, scope: scopes.join(' ') });
}

/** Section 2.2: 200 also for a token that is none, since the client wanted it gone and gone it is. */
async function revoke(request: FastifyRequest, reply: FastifyReply, { devices, limits }: OAuthRoutesDeps): Promise<FastifyReply> {
  const form = readForm(request.body);
  const secret = form?.get('token');
  if (!form || secret === undefined) return refused(reply, 'invalid_request');
  if (form.get('client_id') !== deviceClient) return refused(reply, 'invalid_client');
  await limits.ofAddress(request.ip, revocations);
  await devices.logOut(secret);
  return kept(reply).send({});
}

async function failed(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (error instanceof Refusal && error.code === 'device.scope_unknown') return refused(reply, 'invalid_scope');
  const { status, retryAfter } = judgeFailure(error, request);
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  if (status === 429) return refused(reply, 'slow_down');
  if (status === 503) return refused(reply, 'temporarily_unavailable', 503);
  return status < 500 ? refused(reply, 'invalid_request') : refused(reply, 'server_error', 500);
}

/** RFC 6749 section 5.2. */
function refused(reply: FastifyReply, error: OAuthError, status = 400): FastifyReply {
  return kept(reply).code(status).send({ error, error_description: errors[error] });
}

/** Section 5.1: no cache keeps what may hold a token. */
function kept(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
}
