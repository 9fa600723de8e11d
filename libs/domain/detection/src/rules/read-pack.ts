import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { inert } from '../evaluation/inert';
import { isLicenceFile, isRuleFile, PackFault, packLimits, type PackFile } from './pack-file';
import type { PackSource } from './pack-source';
import { readArchive } from './read-archive';
import { readFolder } from './read-folder';

/** Fetches an archive of at most `maxBytes`; the one way out, given by the app. Its answer is checked against the checksum. */
export type FetchArchive = (url: string, options: { readonly maxBytes: number }) => Promise<Buffer>;

export interface ReadPack {
  readonly files: readonly PackFile[];
  readonly licence: string;
  /** Changes when any rule does. */
  readonly checksum: string;
}

/** @throws PackFault, Outage (of the fetch) */
export async function readPack(pack: PackSource, fetchArchive?: FetchArchive): Promise<ReadPack> {
  const files = await filesOf(pack, fetchArchive);
  const rules = files.filter(({ path }) => isRuleFile(path));
  if (rules.length === 0) throw new PackFault(`${pack.id}: there is no rule in ${pack.location}`);
  const licence = pack.licence ?? licenceOf(files);
  const hash = createHash('sha256').update(JSON.stringify([pack.title, licence]));
  for (const { path, text } of rules) hash.update(`\n${path}\n${text.length}\n`).update(text);
  return { files: rules, licence, checksum: hash.digest('hex') };
}

async function filesOf(pack: PackSource, fetchArchive?: FetchArchive): Promise<PackFile[]> {
  if (pack.location.startsWith('https://')) {
    if (!fetchArchive) throw new PackFault(`${pack.id}: this process may not fetch packs`);
    if (!pack.sha256) throw new PackFault(`${pack.id}: a pack that is fetched names its checksum`);
    return readArchive(checked(pack, await fetchArchive(pack.location, { maxBytes: packLimits.archiveBytes })));
  }
  const found = await stat(pack.location).catch((error: unknown) => {
    throw new PackFault(`${pack.id}: ${pack.location} is not there`, { cause: error });
  });
  if (found.isDirectory()) return readFolder(pack.location);
  if (found.size > packLimits.archiveBytes) throw new PackFault(`${pack.id}: an archive has at most ${packLimits.archiveBytes} bytes`);
  return readArchive(checked(pack, await readFile(pack.location)));
}

function checked(pack: PackSource, archive: Buffer): Buffer {
  const sha256 = createHash('sha256').update(archive).digest('hex');
  if (pack.sha256 && sha256 !== pack.sha256) throw new PackFault(`${pack.id}: the archive's checksum is ${sha256}, not ${pack.sha256}`);
  return archive;
}

function licenceOf(files: readonly PackFile[]): string {
  const text = files.find(({ path }) => isLicenceFile(path))?.text ?? '';
  const drl = /Detection Rule License[^\d]{0,20}(\d\.\d)/i.exec(text);
  if (drl) return `DRL-${drl[1]}`;
  return inert(text.split('\n').find((line) => line.trim() !== '') ?? 'unknown', 100);
}
