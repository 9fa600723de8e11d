import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Have I Been Pwned's passwords, kept on this machine, so that an installation without network can ask too.
 * - a file: lines `<SHA-1 in upper-case hex>:<count>`, sorted by hash (the downloader's single-file output);
 * - a folder: files `<first 5 hex digits>.txt` with lines `<the other 35>:<count>`, as the range API answers.
 * As with that API, only the five-digit prefix chooses what is read from a folder: a log of file accesses says no more.
 * Source: https://haveibeenpwned.com/API/v3#PwnedPasswords
 */
export interface BreachedPasswords {
  has(password: string): Promise<boolean>;
}

/** @throws Error when the path is not there: a missing list must not look like an empty one */
export async function openBreachedPasswords(path: string): Promise<BreachedPasswords> {
  const found = await stat(path);
  if (found.isDirectory()) return { has: (password) => rangeHas(path, sha1(password)) };
  return { has: (password) => sortedFileHas(path, sha1(password)) };
}

function sha1(password: string): string {
  return createHash('sha1').update(password.normalize('NFKC')).digest('hex').toUpperCase();
}

async function rangeHas(folder: string, digest: string): Promise<boolean> {
  const text = await readFile(join(folder, `${digest.slice(0, 5)}.txt`), 'latin1');
  const suffix = digest.slice(5);
  // The range API pads its answers with entries of count 0, which were never breached.
  return text.split('\n').some((line) => line.startsWith(`${suffix}:`) && !/:0\s*$/.test(line));
}

async function sortedFileHas(path: string, digest: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    // The halving sees lines that start after an offset, so the very first one is looked at by itself.
    const first = Buffer.alloc(40);
    await file.read(first, 0, 40, 0);
    if (first.toString('latin1').toUpperCase() === digest) return true;
    let low = 0;
    let high = (await file.stat()).size;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const line = await lineAfter(file, middle);
      if (line?.digest === digest) return true;
      if (line && line.digest < digest) low = line.start;
      else high = middle;
    }
    return false;
  } finally {
    await file.close();
  }
}

/** The first line that starts after `offset`; null at the end. A line has at most 40 + 1 + 20 characters. */
async function lineAfter(file: FileHandle, offset: number): Promise<{ start: number; digest: string } | null> {
  const bytes = Buffer.alloc(128);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
  const text = bytes.toString('latin1', 0, bytesRead);
  const begin = text.indexOf('\n') + 1;
  if (begin === 0 || begin >= text.length) return null;
  return { start: offset + begin, digest: text.slice(begin, begin + 40).toUpperCase() };
}
