export interface RefusedLine {
  readonly line: number;
  readonly message: string;
}

/** What the gateway has said of an upload so far. */
export interface UploadAnswer {
  /** How much of the text is read: all whole lines. */
  readonly read: number;
  readonly events: number;
  readonly rejected: number;
  /** The first 20. */
  readonly rejects: readonly RefusedLine[];
  readonly done: boolean;
  readonly problem: string | null;
}

export const noAnswer: UploadAnswer = { read: 0, events: 0, rejected: 0, rejects: [], done: false, problem: null };
const MOST_REJECTS = 20;

/**
 * Goes on where `before` ended: the text is NDJSON that grows. A proxy may put a page of its own into it, so what is
 * not as the upload door writes it counts for nothing.
 */
export function readAnswer(text: string, before: UploadAnswer, ended = false): UploadAnswer {
  const end = ended ? text.length : text.lastIndexOf('\n') + 1;
  if (end <= before.read) return before;
  return text
    .slice(before.read, end)
    .split('\n')
    .reduce((answer, line) => readLine(line, answer), { ...before, read: end });
}

function readLine(line: string, before: UploadAnswer): UploadAnswer {
  const said = parse(line);
  if (said === null) return before;
  const error = objectOf(said['error']);
  if (error) return { ...before, problem: textOf(error['message']) ?? 'The gateway ended the upload.' };
  const told = Array.isArray(said['rejects']) ? said['rejects'].slice(0, MOST_REJECTS).map(objectOf) : [];
  return {
    ...before,
    events: countOf(said['events']) ?? before.events,
    rejected: countOf(said['rejected']) ?? before.rejected,
    rejects: told.length > 0 ? told.flatMap((one) => refusedLine(one)) : before.rejects,
    done: before.done || said['done'] === true,
  };
}

/** Of an answer that is no progress: the gateway's own words, or null. */
export function refusalOf(text: string): string | null {
  return textOf(parse(text)?.['message']) ?? null;
}

function refusedLine(one: Record<string, unknown> | null): RefusedLine[] {
  const [line, message] = [countOf(one?.['line']), textOf(one?.['message'])];
  return line === undefined || message === undefined ? [] : [{ line, message }];
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return null;
  }
}

function objectOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 500) : undefined;
}
