import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { UserErrorType } from '../graphql/user-error';
import { DateTime } from '../graphql/scalars';
import { RuleKindEnum } from './rule-enums';

@ObjectType('RuleFileVersion')
export class RuleFileVersionType {
  @Field(() => String) path: string;
  @Field(() => Int) version: number;
  @Field(() => Boolean, { description: 'The file was removed; there is no text of this version.' }) removed: boolean;
  @Field(() => String) note: string;
  @Field(() => String) savedBy: string;
  @Field(() => DateTime) savedAt: Date;
}

@ObjectType('RuleFile')
export class RuleFileType {
  @Field(() => String, { description: '`pack/path.yml`' }) path: string;
  @Field(() => String) yaml: string;
  @Field(() => Int) version: number;
  @Field(() => String) changedBy: string;
  @Field(() => DateTime) changedAt: Date;
}

@ObjectType('RuleFinding')
export class RuleFindingType {
  @Field(() => String, { description: '`error`, `warning` or `info`; an error keeps it from being saved.' }) severity: string;
  @Field(() => String, { description: 'Names the check.' }) code: string;
  @Field(() => String) message: string;
  @Field(() => Int, { nullable: true, description: 'From 1; null where no place is to blame.' }) line?: number | null;
  @Field(() => Int, { nullable: true }) column?: number | null;
  @Field(() => String, { nullable: true }) hint?: string | null;
  @Field(() => String, { nullable: true }) ruleId?: string | null;
}

@ObjectType('SavedRule')
export class SavedRuleType {
  @Field(() => String) id: string;
  @Field(() => RuleKindEnum) kind: 'rule' | 'correlation' | 'filter';
  @Field(() => String) title: string;
  @Field(() => Boolean) enabled: boolean;
  @Field(() => Boolean, { description: 'A rule of a pack has this id; this one runs in its place.' }) replacesPack: boolean;
}

@InputType()
export class SaveRuleFileInput {
  @Field(() => String, { description: '`pack/path.yml`' }) path: string;
  @Field(() => String) yaml: string;
  @Field(() => String, { nullable: true }) note?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'New rules start at once; otherwise they wait to be enabled.' }) enable?: boolean | null;
  @Field(() => Int, { nullable: true, description: 'The version that was edited, 0 for a new file; refused when another is newer.' }) editedVersion?: number | null;
}

@InputType()
export class RemoveRuleFileInput {
  @Field(() => String) path: string;
  @Field(() => String, { nullable: true }) note?: string | null;
}

@InputType()
export class RollbackRuleFileInput {
  @Field(() => String) path: string;
  @Field(() => Int) version: number;
  @Field(() => String, { nullable: true }) note?: string | null;
}

@ObjectType('RuleFilePayload')
export class RuleFilePayloadType {
  @Field(() => RuleFileType, { nullable: true, description: 'Null after it was removed.' }) file?: RuleFileType | null;
  @Field(() => [SavedRuleType], { nullable: true }) rules?: SavedRuleType[] | null;
  @Field(() => [RuleFindingType], { nullable: true, description: 'Warnings and hints; where the text was refused, its errors too.' }) findings?: readonly RuleFindingType[] | null;
  @Field(() => [UserErrorType]) userErrors: UserErrorType[];
}
