/** What the gateway refused (`noun.reason`), or that it could not be reached (`network.…`). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    /** `noun.reason`; `UNAVAILABLE` and `INTERNAL` are the gateway's own trouble. */
    readonly code: string,
    message: string,
    /** What the refusal is about, as plain values. */
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** One error of a GraphQL answer. */
export interface AnsweredError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export function apiErrorOf({ message, extensions = {} }: AnsweredError): ApiError {
  const { code, facts, errorId } = extensions;
  return new ApiError(typeof code === 'string' ? code : 'INTERNAL', message, {
    ...(typeof facts === 'object' && facts !== null ? facts : {}),
    ...(typeof errorId === 'string' ? { errorId } : {}),
  });
}
