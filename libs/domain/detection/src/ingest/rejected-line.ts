/** A line (or array element), counted from 1, that was refused while its neighbours were kept. */
export interface RejectedLine {
  readonly line: number;
  readonly code: RejectionCode;
  readonly message: string;
}

export type RejectionCode = keyof typeof rejections;

/** Words of ours only: a line that could not be read may hold anything, so nothing of it is repeated. */
const rejections = {
  'event.malformed': 'This is not well-formed JSON.',
  'event.not_object': 'An event is a JSON object.',
  'event.too_large': 'An event has at most 1 MB (1,048,576 bytes).',
  'event.too_deep': 'An event nests at most 64 levels deep.',
  'event.invalid_utf8': 'An event is text in UTF-8.',
} as const;

export function reject(line: number, code: RejectionCode): RejectedLine {
  return { line, code, message: rejections[code] };
}
