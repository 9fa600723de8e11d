import type { UserError } from '@vedette/api-client';

/** What is wrong with one field, in words, or nothing. */
export function fieldError(errors: readonly UserError[] | undefined, field: string): string | undefined {
  return errors?.find((error) => error.field === field)?.message;
}

/** What is wrong with none of the form's own fields, or null. */
export function formError(errors: readonly UserError[] | undefined, fields: readonly string[]): string | null {
  return errors?.find(({ field }) => !field || !fields.includes(field))?.message ?? null;
}
