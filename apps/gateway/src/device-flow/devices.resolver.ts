import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { DeviceFlow } from '@vedette/identity';
import type { Actor } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import { SignedIn, StepUp } from '../auth/access';
import { visitOf } from '../auth/visit-of';
import { CurrentActor } from '../graphql/gateway-context';
import type { GatewayContext } from '../graphql/gateway-context';
import { CallLimits } from '../http/call-limits';
import { doing } from '../members/done';
import { DonePayloadType } from '../members/member.types';
import { DeviceInput, DeviceRequestType } from './device.types';

/** 34 bits of code, open for ten minutes: at this pace one guess in some millions of years. */
const looks = { name: 'device.look', calls: 20, minutes: 10 } as const;

@Resolver()
export class DevicesResolver {
  constructor(
    @Inject(DeviceFlow) private readonly devices: DeviceFlow,
    @Inject(CallLimits) private readonly limits: CallLimits,
  ) {}

  @Query(() => DeviceRequestType, { nullable: true, description: 'Null for a code that is wrong, late, decided, or that somebody else has looked up: the first who does claims it.' })
  @SignedIn()
  async deviceRequest(
    @CurrentActor() actor: Actor,
    @Context() context: GatewayContext,
    @Args('userCode', { type: () => String }) userCode: string,
  ): Promise<DeviceRequestType | null> {
    await this.take(actor, context);
    try {
      const request = await this.devices.look(actor, userCode);
      return { ...request, scopes: [...request.scopes], granted: [...request.granted] };
    } catch (error) {
      if (error instanceof Refusal && error.code === 'device.unknown') return null;
      throw error;
    }
  }

  @Mutation(() => DonePayloadType, { description: 'Lets the command line in as you, in this organisation, for 30 days.' })
  @SignedIn()
  @StepUp()
  approveDevice(@CurrentActor() actor: Actor, @Context() context: GatewayContext, @Args('input', { type: () => DeviceInput }) { userCode }: DeviceInput): Promise<DonePayloadType> {
    return doing(async () => {
      await this.take(actor, context);
      await this.devices.approve(actor, userCode);
    });
  }

  @Mutation(() => DonePayloadType)
  @SignedIn()
  denyDevice(@CurrentActor() actor: Actor, @Context() context: GatewayContext, @Args('input', { type: () => DeviceInput }) { userCode }: DeviceInput): Promise<DonePayloadType> {
    return doing(async () => {
      await this.take(actor, context);
      await this.devices.deny(actor, userCode);
    });
  }

  private async take(actor: Actor, context: GatewayContext): Promise<void> {
    await this.limits.ofAccount(actor.principal, looks);
    await this.limits.ofAddress(visitOf(context).address, { ...looks, calls: 60 });
  }
}
