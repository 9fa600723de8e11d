import { promisify } from 'node:util';
import { fromBuffer, type Entry, type Options, type ZipFile } from 'yauzl';
import { isLicenceFile, isRuleFile, PackBudget, PackFault, packLimits, type PackFile } from './pack-file';

const open = promisify(fromBuffer as (buffer: Buffer, options: Options, callback: (error: Error | null, zip: ZipFile) => void) => void);

/**
 * The rules and licences of a zip archive, or other files that are `wanted`, in order of their paths, read in memory: nothing is written anywhere. Entry
 * names that leave the archive (`..`, absolute, backslashes) and entries larger than they say are errors of yauzl's.
 * @throws PackFault
 */
export async function readArchive(archive: Buffer, wanted = isPackFile): Promise<PackFile[]> {
  if (archive.length > packLimits.archiveBytes) throw new PackFault(`an archive has at most ${packLimits.archiveBytes} bytes`);
  try {
    const zip = await open(archive, { lazyEntries: true, strictFileNames: true });
    return (await readEntries(zip, wanted)).sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    if (error instanceof PackFault) throw error;
    throw new PackFault(`this is no archive that can be read: ${error instanceof Error ? error.message : 'unknown'}`, { cause: error });
  }
}

function isPackFile(path: string): boolean {
  return isRuleFile(path) || isLicenceFile(path);
}

function readEntries(zip: ZipFile, wanted: (path: string) => boolean): Promise<PackFile[]> {
  const files: PackFile[] = [];
  const budget = new PackBudget();
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve(files));
    zip.on('entry', (entry: Entry) => {
      take(zip, entry, budget, wanted)
        .then((file) => {
          if (file) files.push(file);
          zip.readEntry();
        })
        .catch(reject);
    });
    zip.readEntry();
  });
}

async function take(zip: ZipFile, entry: Entry, budget: PackBudget, wanted: (path: string) => boolean): Promise<PackFile | null> {
  const path = entry.fileName;
  budget.entry(path);
  if (path.endsWith('/') || !wanted(path)) return null;
  // As declared; yauzl ends the stream with an error where the entry turns out to be longer.
  budget.file(path, entry.uncompressedSize);
  if (entry.isEncrypted()) throw new PackFault(`${path} is encrypted`);
  const stream = await promisify(zip.openReadStream.bind(zip) as (entry: Entry, callback: (error: Error | null, stream: NodeJS.ReadableStream) => void) => void)(entry);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return { path, text: Buffer.concat(chunks).toString('utf8') };
}
