import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes rule documents as the folder that a pack is, and answers its path. */
export function writeRuleFolder(folder, documents) {
  mkdirSync(folder, { recursive: true });
  documents.forEach(({ text }, index) => writeFileSync(path.join(folder, `${index}.yml`), text));
  return folder;
}
