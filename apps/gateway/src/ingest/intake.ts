import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EventPost, IngestAnswer, Segments } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { dateFrom } from '@vedette/kernel';
import type { Clock } from '@vedette/kernel';
import { counter, histogram, inSpan } from '@vedette/telemetry';
import type { Authenticator } from '../auth/authenticator';
import { checkAccess } from '../auth/check-access';
import { refuse } from '../refusals';
import type { Quota } from './quota';
import { headerOf } from './raw-bodies';
import { readBody } from './read-body';
import { Room } from './room';

export interface IntakeDeps {
  readonly authenticator: Authenticator;
  readonly quota: Quota;
  readonly segments: Segments;
  readonly clock: Clock;
}

/** A body that was let in. */
export interface Incoming {
  readonly actor: Actor;
  readonly body: Buffer;
}

const KEY_NOTICE_MS = 14 * 24 * 60 * 60 * 1000;
const ROOM_BYTES = 256 * 1024 * 1024;
const received = counter('vedette_ingest_events_total', 'Events by outcome');
const acknowledged = histogram('vedette_ingest_acknowledgement_ms', 'From the first byte to the acknowledgement');

/** What every door for events does alike, so that none is easier than another: key → quota → room → body → stored. */
export class Intake {
  private readonly room = new Room(ROOM_BYTES);

  constructor(private readonly deps: IntakeDeps) {}

  /**
   * @param authorization `Bearer <key>`, whatever the protocol calls it; a browser's cookie opens nothing here
   * @throws Refusal for the key, the quota, a full room or the body
   */
  receive<T>(request: FastifyRequest, reply: FastifyReply, authorization: string | undefined, work: (incoming: Incoming) => Promise<T>): Promise<T> {
    const receive = async () => {
      const began = this.deps.clock.now();
      const actor = await this.admit(authorization, request.ip);
      this.warnOfEnd(reply, actor);
      await this.take(actor, 0, reply);
      const { 'content-length': announced, 'content-encoding': encoding } = request.headers;
      const answer = await this.room.within(actor.tenantId, announced, async () => {
        const body = await readBody((request.body as Readable | null) ?? request.raw, encoding, announced);
        return work({ actor, body });
      });
      acknowledged.record(this.deps.clock.now() - began);
      return answer;
    };
    return inSpan('ingest', {}, receive, { kind: 'server', traceparent: headerOf(request, 'traceparent') ?? '' });
  }

  /** Who holds this key, if it may send events. @throws Refusal `auth.unauthenticated`, `auth.forbidden`, `key.*` */
  async admit(authorization: string | undefined, address: string): Promise<Actor> {
    if (authorization === undefined) throw refuse('auth.unauthenticated');
    const actor = await this.deps.authenticator.bearer(authorization, address);
    checkAccess('event:write', actor);
    return actor;
  }

  /** Takes `events` (0 only asks) from the quota and says in the answer what is left. @throws Refusal `ingest.quota_exceeded` */
  async take(actor: Actor, events: number, reply?: FastifyReply): Promise<void> {
    await this.deps.quota.take(actor.tenantId, events, (headers) => void reply?.headers(headers));
  }

  /** @throws Refusal, Outage as `Segments.ingest` */
  async store(actor: Actor, post: EventPost): Promise<IngestAnswer> {
    const answer = await this.deps.segments.ingest(actor, post);
    received.add(answer.accepted, { outcome: 'accepted' });
    received.add(answer.rejected.length, { outcome: 'rejected' });
    return answer;
  }

  /** Said to the program itself, since its owner may not be looking: the key ends within two weeks. */
  private warnOfEnd(reply: FastifyReply, actor: Actor): void {
    if (actor.expiresAt - this.deps.clock.now() <= KEY_NOTICE_MS) void reply.header('Vedette-Key-Expires', dateFrom(actor.expiresAt).toISOString());
  }
}
