import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { AccessReviews, reviewCsv } from '@vedette/identity';
import type { AccessReview, Actor, ReviewedAccess } from '@vedette/identity';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { AccessReviewPayloadType, AccessReviewType, CloseAccessReviewInput, DecideAccessInput, ReviewedAccessType, StartAccessReviewInput } from './access.types';
import { MemberView } from './member-view';

@Resolver(() => AccessReviewType)
export class ReviewsResolver {
  constructor(
    @Inject(AccessReviews) private readonly reviews: AccessReviews,
    @Inject(MemberView) private readonly view: MemberView,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Query(() => [AccessReviewType], { description: 'Newest first, at most 100.' })
  @Requires('audit:read')
  async accessReviews(@CurrentActor() actor: Actor): Promise<AccessReviewType[]> {
    return (await this.reviews.list(actor)).map((review) => this.viewOf(actor, review));
  }

  @Query(() => AccessReviewType, { nullable: true })
  @Requires('audit:read')
  async accessReview(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<AccessReviewType | null> {
    return (await this.accessReviews(actor)).find((review) => review.id === id) ?? null;
  }

  @ResolveField('items', () => [ReviewedAccessType])
  async items(@CurrentActor() actor: Actor, @Parent() review: AccessReviewType): Promise<ReviewedAccessType[]> {
    return (await this.read(actor, review)).map((item) => ({ ...item, memberId: this.view.memberId(actor.tenantId, item.accountId) }));
  }

  @ResolveField('csv', () => String)
  async csv(@CurrentActor() actor: Actor, @Parent() review: AccessReviewType): Promise<string> {
    return reviewCsv(await this.read(actor, review));
  }

  @Mutation(() => AccessReviewPayloadType, { description: 'Over everybody who is a member now.' })
  @Requires('member:write')
  startAccessReview(@CurrentActor() actor: Actor, @Args('input', { type: () => StartAccessReviewInput }) input: StartAccessReviewInput): Promise<AccessReviewPayloadType> {
    return this.answer(actor, async () => this.reviews.start(actor, input));
  }

  @Mutation(() => AccessReviewPayloadType)
  @Requires('member:write')
  decideAccess(@CurrentActor() actor: Actor, @Args('input', { type: () => DecideAccessInput }) input: DecideAccessInput): Promise<AccessReviewPayloadType> {
    const account = this.ids.read(actor.tenantId, 'Membership', input.memberId);
    return this.answer(actor, async () => this.reviews.decide(actor, this.idOf(actor, input.id), account, input.decision, input.note ?? ''));
  }

  @Mutation(() => AccessReviewPayloadType, { description: 'Removes those who are not to stay: all of them, or nobody.' })
  @Requires('member:write')
  closeAccessReview(@CurrentActor() actor: Actor, @Args('input', { type: () => CloseAccessReviewInput }) input: CloseAccessReviewInput): Promise<AccessReviewPayloadType> {
    return this.answer(actor, async () => this.reviews.close(actor, this.idOf(actor, input.id)));
  }

  private answer(actor: Actor, work: () => Promise<AccessReview>): Promise<AccessReviewPayloadType> {
    return answering(async () => ({ review: this.viewOf(actor, await work()) }));
  }

  private read(actor: Actor, review: AccessReviewType): Promise<ReviewedAccess[]> {
    return this.reviews.items(actor, this.idOf(actor, review.id));
  }

  private idOf(actor: Actor, id: string): string {
    return this.ids.read(actor.tenantId, 'AccessReview', id);
  }

  private viewOf(actor: Actor, review: AccessReview): AccessReviewType {
    return { ...review, id: this.ids.write(actor.tenantId, 'AccessReview', review.id) };
  }
}
