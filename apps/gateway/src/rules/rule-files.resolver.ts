import { Inject } from '@nestjs/common';
import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RuleFiles } from '@vedette/detection';
import type { SavedRuleFile } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { answering } from '../graphql/user-error';
import { RemoveRuleFileInput, RollbackRuleFileInput, RuleFilePayloadType, RuleFindingType, SaveRuleFileInput } from './rule-file.types';

@Resolver()
export class RuleFilesResolver {
  constructor(@Inject(RuleFiles) private readonly files: RuleFiles) {}

  @Query(() => [RuleFindingType], { description: 'All that is to be said of a text, as `saveRuleFile` would judge it.' })
  @Requires('rule:read')
  async ruleLint(
    @CurrentActor() actor: Actor,
    @Args('yaml', { type: () => String }) yaml: string,
    @Args('path', { type: () => String, nullable: true }) path?: string | null,
  ): Promise<readonly RuleFindingType[]> {
    return this.files.lint(actor, { yaml, path });
  }

  @Query(() => String, { nullable: true, description: 'The text of a version; null where the file was removed, or there is none.' })
  @Requires('rule:read')
  ruleFileText(
    @CurrentActor() actor: Actor,
    @Args('path', { type: () => String }) path: string,
    @Args('version', { type: () => Int }) version: number,
  ): Promise<string | null> {
    return orNull(() => this.files.text(actor, path, version));
  }

  @Query(() => String, { nullable: true, description: 'From one version to another, as `diff -u`.' })
  @Requires('rule:read')
  ruleFileDiff(
    @CurrentActor() actor: Actor,
    @Args('path', { type: () => String }) path: string,
    @Args('from', { type: () => Int }) from: number,
    @Args('to', { type: () => Int }) to: number,
  ): Promise<string | null> {
    return orNull(() => this.files.diff(actor, path, { from, to }));
  }

  @Mutation(() => RuleFilePayloadType)
  @Requires('rule:write')
  async saveRuleFile(@CurrentActor() actor: Actor, @Args('input', { type: () => SaveRuleFileInput }) input: SaveRuleFileInput): Promise<RuleFilePayloadType> {
    const payload = await answering(async () => payloadOf(await this.files.save(actor, input)));
    const refused = payload.userErrors.some(({ code }) => code === 'rule_file.refused');
    return refused ? { ...payload, findings: await this.files.lint(actor, input) } : payload;
  }

  @Mutation(() => RuleFilePayloadType)
  @Requires('rule:write')
  rollbackRuleFile(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => RollbackRuleFileInput }) { path, version, note }: RollbackRuleFileInput,
  ): Promise<RuleFilePayloadType> {
    return answering(async () => payloadOf(await this.files.rollback(actor, path, version, note)));
  }

  @Mutation(() => RuleFilePayloadType)
  @Requires('rule:write')
  removeRuleFile(@CurrentActor() actor: Actor, @Args('input', { type: () => RemoveRuleFileInput }) { path, note }: RemoveRuleFileInput): Promise<RuleFilePayloadType> {
    return answering(async () => {
      await this.files.remove(actor, path, note);
      return { file: null };
    });
  }
}

function payloadOf({ file, rules, findings }: SavedRuleFile): Pick<RuleFilePayloadType, 'file' | 'rules' | 'findings'> {
  return { file, findings, rules: rules.map(({ rule_id: id, kind, title, enabled, replacesPack }) => ({ id, kind, title, enabled, replacesPack })) };
}

async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'rule_file.not_found') return null;
    throw error;
  }
}
