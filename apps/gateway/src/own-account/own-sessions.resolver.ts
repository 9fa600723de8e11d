import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { OwnSessions } from '@vedette/identity';
import type { Actor } from '@vedette/identity';
import { Requires, SignedIn, StepUp } from '../auth/access';
import { SessionCookies } from '../auth/session-cookies';
import { CurrentActor } from '../graphql/gateway-context';
import type { GatewayContext } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { doing } from '../members/done';
import { DonePayloadType, MemberInput } from '../members/member.types';
import { OwnDeviceInput, OwnDeviceType, OwnSessionInput, OwnSessionType } from './own-account.types';

/** Where one is signed in, and what of it shall end: at once, with its open sockets. */
@Resolver()
export class OwnSessionsResolver {
  constructor(
    @Inject(OwnSessions) private readonly sessions: OwnSessions,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => [OwnSessionType], { description: 'In all your organisations, last seen first; at most 200.' })
  @SignedIn()
  async mySessions(@CurrentActor() actor: Actor): Promise<OwnSessionType[]> {
    return (await this.sessions.list(actor)).map((each) => ({ ...each, id: this.ids.write(actor.tenantId, 'Session', each.id) }));
  }

  @Query(() => [OwnDeviceType], { description: 'Of the last 13 months, last seen first; at most 100.' })
  @SignedIn()
  async myDevices(@CurrentActor() actor: Actor): Promise<OwnDeviceType[]> {
    return (await this.sessions.devices(actor)).map((each) => ({ ...each, id: this.ids.write(actor.tenantId, 'Device', each.id) }));
  }

  @Mutation(() => DonePayloadType)
  @SignedIn()
  async endSession(@CurrentActor() actor: Actor, @Context() { reply }: GatewayContext, @Args('input', { type: () => OwnSessionInput }) input: OwnSessionInput): Promise<DonePayloadType> {
    const id = this.ids.read(actor.tenantId, 'Session', input.id);
    const answer = await doing(() => this.sessions.end(actor, id));
    if (answer.done && reply && id === actor.sessionId) this.cookies.clear(reply);
    return answer;
  }

  @Mutation(() => DonePayloadType, { description: 'All but this one.' })
  @SignedIn()
  endOtherSessions(@CurrentActor() actor: Actor): Promise<DonePayloadType> {
    return doing(() => this.sessions.endOthers(actor));
  }

  @Mutation(() => DonePayloadType, { description: 'This one too.' })
  @SignedIn()
  async endAllSessions(@CurrentActor() actor: Actor, @Context() { reply }: GatewayContext): Promise<DonePayloadType> {
    const answer = await doing(() => this.sessions.endAll(actor));
    if (answer.done && reply) this.cookies.clear(reply);
    return answer;
  }

  @Mutation(() => DonePayloadType, { description: 'Its sessions end, and the next sign-in from there is told of by a letter.' })
  @SignedIn()
  forgetDevice(@CurrentActor() actor: Actor, @Args('input', { type: () => OwnDeviceInput }) input: OwnDeviceInput): Promise<DonePayloadType> {
    return doing(() => this.sessions.forget(actor, this.ids.read(actor.tenantId, 'Device', input.id)));
  }

  @Mutation(() => DonePayloadType, { description: 'Of a member, in this organisation. They may sign in again.' })
  @Requires('member:write')
  @StepUp()
  endMemberSessions(@CurrentActor() actor: Actor, @Args('input', { type: () => MemberInput }) input: MemberInput): Promise<DonePayloadType> {
    return doing(() => this.sessions.endOfMember(actor, this.ids.read(actor.tenantId, 'Membership', input.id)));
  }
}
