import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Passkeys, SecondFactors } from '@vedette/identity';
import type { Actor, FactorAdded, Passkey } from '@vedette/identity';
import { viewerOf } from '../accounts/viewer-of';
import { SignedIn, StepUp } from '../auth/access';
import { SessionCookies } from '../auth/session-cookies';
import { CurrentActor } from '../graphql/gateway-context';
import type { GatewayContext } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { doing } from '../members/done';
import { DonePayloadType } from '../members/member.types';
import {
  AddPasskeyInput, BeginTotpPayloadType, ConfirmTotpInput, FactorAddedPayloadType, FactorsType, PasskeyOptionsPayloadType, PasskeyPayloadType, PasskeyType,
  RecoveryCodesPayloadType, RemovePasskeyInput, RenamePasskeyInput,
} from './factor.types';

/** The second factors of whoever is signed in. Adding asks for a fresh proof as well, unless a factor is demanded before anything else. */
@Resolver()
export class FactorsResolver {
  constructor(
    @Inject(SecondFactors) private readonly factors: SecondFactors,
    @Inject(Passkeys) private readonly passkeys: Passkeys,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => FactorsType)
  @SignedIn()
  async myFactors(@CurrentActor() actor: Actor): Promise<FactorsType> {
    const { totpConfirmedAt, recoveryCodesLeft } = await this.factors.mine(actor);
    const passkeys = (await this.passkeys.list(actor)).map((each) => this.passkey(actor, each));
    return { totp: totpConfirmedAt && { confirmedAt: totpConfirmedAt }, passkeys, recoveryCodesLeft };
  }

  @Mutation(() => BeginTotpPayloadType, { description: 'Counts once `confirmTotp` has seen a code, within half an hour.' })
  @SignedIn()
  beginTotp(@CurrentActor() actor: Actor): Promise<BeginTotpPayloadType> {
    return answering(() => this.factors.beginTotp(actor));
  }

  @Mutation(() => FactorAddedPayloadType)
  @SignedIn()
  confirmTotp(@CurrentActor() actor: Actor, @Context() context: GatewayContext, @Args('input', { type: () => ConfirmTotpInput }) input: ConfirmTotpInput): Promise<FactorAddedPayloadType> {
    return answering(async () => this.added(actor, context, await this.factors.confirmTotp(actor, input.code)));
  }

  @Mutation(() => DonePayloadType)
  @SignedIn()
  @StepUp()
  removeTotp(@CurrentActor() actor: Actor): Promise<DonePayloadType> {
    return doing(() => this.factors.removeTotp(actor));
  }

  @Mutation(() => PasskeyOptionsPayloadType)
  @SignedIn()
  beginPasskey(@CurrentActor() actor: Actor): Promise<PasskeyOptionsPayloadType> {
    return answering(async () => ({ options: await this.passkeys.begin(actor) }));
  }

  @Mutation(() => FactorAddedPayloadType)
  @SignedIn()
  addPasskey(@CurrentActor() actor: Actor, @Context() context: GatewayContext, @Args('input', { type: () => AddPasskeyInput }) input: AddPasskeyInput): Promise<FactorAddedPayloadType> {
    return answering(async () => {
      const { passkey, ...added } = await this.passkeys.add(actor, input);
      return { ...this.added(actor, context, added), passkey: this.passkey(actor, passkey) };
    });
  }

  @Mutation(() => PasskeyPayloadType)
  @SignedIn()
  renamePasskey(@CurrentActor() actor: Actor, @Args('input', { type: () => RenamePasskeyInput }) { id, name }: RenamePasskeyInput): Promise<PasskeyPayloadType> {
    return answering(async () => ({ passkey: this.passkey(actor, await this.passkeys.rename(actor, this.idOf(actor, id), name)) }));
  }

  @Mutation(() => DonePayloadType)
  @SignedIn()
  @StepUp()
  removePasskey(@CurrentActor() actor: Actor, @Args('input', { type: () => RemovePasskeyInput }) { id }: RemovePasskeyInput): Promise<DonePayloadType> {
    return doing(() => this.passkeys.remove(actor, this.idOf(actor, id)));
  }

  @Mutation(() => RecoveryCodesPayloadType)
  @SignedIn()
  @StepUp()
  renewRecoveryCodes(@CurrentActor() actor: Actor): Promise<RecoveryCodesPayloadType> {
    return answering(async () => ({ recoveryCodes: await this.factors.renewRecoveryCodes(actor) }));
  }

  private added(actor: Actor, { reply }: GatewayContext, { recoveryCodes, session }: FactorAdded): Omit<FactorAddedPayloadType, 'userErrors'> {
    if (session && reply) this.cookies.set(reply, session);
    return { recoveryCodes: recoveryCodes ? [...recoveryCodes] : null, viewer: viewerOf(this.ids, session?.actor ?? actor) };
  }

  private passkey({ tenantId }: Actor, passkey: Passkey): PasskeyType {
    return { ...passkey, id: this.ids.write(tenantId, 'Passkey', passkey.id) };
  }

  private idOf({ tenantId }: Actor, id: string): string {
    return this.ids.read(tenantId, 'Passkey', id);
  }
}
