import { Field, ObjectType } from '@nestjs/graphql';
import { Refusal } from '@vedette/kernel';

@ObjectType('UserError')
export class UserErrorType {
  @Field(() => String, { description: '`noun.reason`' })
  code: string;

  @Field(() => String)
  message: string;

  @Field(() => String, { nullable: true, description: "The input's field, where one is to blame." })
  field?: string | null;
}

/** Never an expected failure of a form: who may not ask at all learns it at the top level. */
const topLevel = new Set(['auth.unauthenticated', 'auth.forbidden', 'auth.jwt_refused']);

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
  'key.not_found': 'id',
  'alert.not_found': 'id',
};

/** A mutation's answer, in which a Refusal is data (H2). @throws what is no Refusal, and who may not ask */
export async function answering<T extends object>(work: () => Promise<T>): Promise<Partial<T> & { userErrors: UserErrorType[] }> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof Refusal) || topLevel.has(error.code)) throw error;
    const { code, message } = error;
    return { userErrors: [{ code, message, field: fields[code] ?? fields[code.split('.', 1)[0] ?? ''] ?? null }] } as Partial<T> & {
      userErrors: UserErrorType[];
    };
  }
}
