/** What was given cannot be read or used: told to the user in one sentence, without a stack. */
export class InputFault extends Error {
  override readonly name = 'InputFault';
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'reading it is not allowed',
  EPERM: 'reading it is not allowed',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  ELOOP: 'its links go round in a circle',
};

/** The same for an error of the file system or of zlib about `path`; other errors as they are. */
export function faultOf(path: string, error: unknown): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || error instanceof InputFault) return error;
  if (code === 'Z_BUF_ERROR') return new InputFault(`${path}: the gzip stream ends too early`, { cause: error });
  if (code.startsWith('Z_')) return new InputFault(`${path}: the gzip stream is damaged`, { cause: error });
  const reason = reasons[code];
  return reason === undefined ? error : new InputFault(`${path}: ${reason}`, { cause: error });
}
