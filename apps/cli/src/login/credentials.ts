import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { faultOf, InputFault } from '../terminal/input-fault';

/** What `vedette login` was given. */
export interface Credentials {
  /** Origin of the installation. */
  readonly url: string;
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

const MOST_BYTES = 16 * 1024;

/** `$XDG_CONFIG_HOME/vedette/credentials.json`, for its owner's eyes only. */
export class CredentialFile {
  readonly path: string;

  constructor(private readonly folder: string) {
    this.path = path.join(folder, 'credentials.json');
  }

  /** @returns null where nobody has logged in. @throws InputFault */
  async read(): Promise<Credentials | null> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return null;
      throw faultOf(this.path, error);
    }
    const read = text.length <= MOST_BYTES ? parse(text) : null;
    if (!read) throw new InputFault(`${this.path}: these are no credentials of vedette; remove the file and log in again`);
    return read;
  }

  /** Nobody sees half a file, and nobody else sees any of it at any time. @throws InputFault */
  async write(credentials: Credentials): Promise<void> {
    const draft = path.join(this.folder, `.credentials-${randomBytes(6).toString('hex')}`);
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const file = await open(draft, 'wx', 0o600);
      try {
        // The process's umask takes bits away; it adds none.
        await file.writeFile(`${JSON.stringify(credentials, null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, this.path);
    } catch (error) {
      await rm(draft, { force: true });
      throw faultOf(this.path, error);
    }
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

function parse(text: string): Credentials | null {
  try {
    const { url, token, expiresAt } = JSON.parse(text) as Record<string, unknown>;
    return typeof url === 'string' && typeof token === 'string' && typeof expiresAt === 'string' ? { url, token, expiresAt } : null;
  } catch {
    return null;
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
