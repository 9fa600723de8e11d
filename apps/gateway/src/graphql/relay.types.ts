import { Field, ID, InterfaceType, ObjectType } from '@nestjs/graphql';

@InterfaceType('Node', { resolveType: (value: { nodeType: string }) => value.nodeType })
export abstract class NodeType {
  @Field(() => ID)
  id: string;
}

@ObjectType('PageInfo')
export class PageInfoType {
  @Field(() => Boolean)
  hasNextPage: boolean;

  @Field(() => String, { nullable: true })
  endCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where to resume `alertChanged(after:)` so that nothing between this page and the first message is missed.',
  })
  liveCursor: string | null;
}
