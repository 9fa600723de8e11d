import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Refusal } from '@vedette/kernel';

@ObjectType('UserError')
export class UserErrorType {
  @Field(() => String, { description: '`noun.reason`' })
  code: string;

  @Field(() => String)
  message: string;

  @Field(() => String, { nullable: true, description: "The input's field, where one is to blame." })
  field?: string | null;

  @Field(() => String, { nullable: true, description: 'What is wrong, where the message alone does not say it.' })
  reason?: string | null;

  @Field(() => Int, { nullable: true, description: 'Of a text, from 1.' })
  line?: number | null;

  @Field(() => Int, { nullable: true })
  column?: number | null;
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Never an expected failure of a form: who may not ask at all learns it at the top level. */
const topLevel = new Set(['auth.unauthenticated', 'auth.forbidden', 'auth.jwt_refused', 'auth.step_up', 'auth.factor_required']);

/** By the code itself, else by its noun. */
const fields: Readonly<Record<string, string>> = {
  email: 'email',
  password: 'password',
  organisation: 'organisation',
  token: 'token',
  'key.name_malformed': 'name',
  'key.scope_unknown': 'scopes',
  'key.scope_forbidden': 'scopes',
  'key.expiry_malformed': 'expiresInDays',
  'key.expiry_beyond_policy': 'expiresInDays',
  'key.networks_malformed': 'networks',
  'key.overlap_malformed': 'overlapHours',
  'key.not_found': 'id',
  'service_account.not_found': 'id',
  'service_account.name_malformed': 'name',
  'service_account.name_taken': 'name',
  'service_account.description_malformed': 'description',
  'service_account.role_owner': 'role',
  'service_account.owner_unknown': 'ownerId',
  'service_account.scope_beyond': 'scopes',
  device: 'userCode',
  'alert.not_found': 'id',
  'exclusion.not_found': 'id',
  'exclusion.reason_malformed': 'reason',
  'exclusion.expiry_past': 'expiresAt',
  'exclusion.field_malformed': 'fields',
  'exclusion.refused': 'yaml',
  'rule_file.path_malformed': 'path',
  'rule_file.refused': 'yaml',
  'rule.not_found': 'ruleId',
  'rule_test.malformed': 'event',
  'alert.bulk_size_invalid': 'ids',
  'alert.resolution_missing': 'resolution',
  assignee: 'assignee',
  'comment.not_found': 'id',
  'comment.length_invalid': 'text',
  'feedback.reason_missing': 'reason',
  'feedback.fields_invalid': 'excludeFields',
  'undo.not_found': 'token',
  'notification.not_found': 'id',
  'notification.name_invalid': 'name',
  'notification.recipients_invalid': 'recipients',
  'notification.quiet_invalid': 'quiet',
  'notification.limit_invalid': 'mailsPerHour',
  'suppression.not_found': 'id',
  'suppression.keys_invalid': 'keys',
  'suppression.window_invalid': 'windowMinutes',
  'suppression.rule_invalid': 'ruleId',
  'suppression.reason_missing': 'reason',
  'suppression.expiry_invalid': 'expiresAt',
  'hunt.not_found': 'id',
  'mapping.invalid': 'renames',
  'mapping.not_found': 'source',
  'hunt.rule_invalid': 'yaml',
  'password.current_wrong': 'current',
  'session.not_found': 'id',
  'device.not_found': 'id',
  'link.other_browser': 'token',
  'member.not_found': 'id',
  'member.name_differs': 'name',
  'member.owner_only': 'role',
  'member.beyond_own': 'role',
  'role.unknown': 'role',
  'role.not_found': 'id',
  'role.name_malformed': 'name',
  'role.name_taken': 'name',
  'role.description_malformed': 'description',
  'role.permissions_malformed': 'permissions',
  'invitation.not_found': 'id',
  'invitation.already_member': 'email',
  'invitation.exists': 'email',
  'team.not_found': 'id',
  'team.name_malformed': 'name',
  'team.name_taken': 'name',
  'review.not_found': 'id',
  'review.name_malformed': 'name',
  'review.due_malformed': 'dueAt',
  'review.note_malformed': 'note',
  'tenant.not_found': 'id',
  'factor.wrong': 'code',
  'passkey.not_found': 'id',
  'passkey.name_malformed': 'name',
  'passkey.refused': 'response',
  'tenant.name_differs': 'name',
  'tenant.region_malformed': 'region',
  'tenant.region_fixed': 'region',
  'tenant.factor_first': 'mfaRequired',
  'tenant.idle_malformed': 'idleMinutes',
  'tenant.session_malformed': 'sessionMinutes',
  'tenant.key_days_malformed': 'keyDays',
  'tenant.unknown': 'id',
  'tenant.reason_malformed': 'reason',
  'tenant.plan_unknown': 'plan',
  'tenant.trial_malformed': 'at',
  'tenant.flags_malformed': 'flags',
  'domain.malformed': 'domain',
  'domain.exists': 'domain',
  'domain.not_found': 'id',
  'domain.unproven': 'id',
  'domain.role_unknown': 'role',
  'join.not_offered': 'id',
  'support.not_found': 'id',
  'support.reason_malformed': 'reason',
  'support.hours_malformed': 'hours',
  'hunt.rule_too_long': 'yaml',
  'hunt.range_invalid': 'from',
};

/** A mutation's answer, in which a Refusal is data (H2). @throws what is no Refusal, and who may not ask */
export async function answering<T extends object>(work: () => Promise<T>): Promise<Partial<T> & { userErrors: UserErrorType[] }> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof Refusal) || topLevel.has(error.code)) throw error;
    const { code, message, facts } = error;
    const place = { reason: text(facts?.['reason']), line: number(facts?.['line']), column: number(facts?.['column']) };
    return { userErrors: [{ code, message, ...place, field: fields[code] ?? fields[code.split('.', 1)[0] ?? ''] ?? null }] } as Partial<T> & {
      userErrors: UserErrorType[];
    };
  }
}
