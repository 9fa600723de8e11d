import { promisify } from 'node:util';
import { fromBuffer, type Entry, type Options, type ZipFile } from 'yauzl';
import { InputFault } from '../terminal/input-fault';
import type { RuleBudget } from './rule-budget';
import { isRulePath, sizeRefusal } from './rule-budget';
import type { RuleTexts } from './rule-texts';

const open = promisify(fromBuffer as (buffer: Buffer, options: Options, callback: (error: Error | null, zip: ZipFile) => void) => void);

export function isZip(head: Buffer): boolean {
  return head.length >= 4 && head[0] === 0x50 && head[1] === 0x4b && (head[2] === 0x03 || head[2] === 0x05);
}

/** The YAML files of a zip, read in memory: nothing is written, and an entry may not be larger than it says. */
export async function readZip(archive: Buffer, name: string, budget: RuleBudget, into: RuleTexts): Promise<void> {
  const found: RuleTexts = { documents: [], refused: [] };
  try {
    await readEntries(await open(archive, { lazyEntries: true, strictFileNames: true }), name, budget, found);
  } catch (error) {
    if (error instanceof InputFault) throw error;
    throw new InputFault(`${name}: the zip cannot be read: ${error instanceof Error ? error.message : 'unknown'}`, { cause: error });
  }
  into.documents.push(...found.documents.sort((a, b) => (a.origin < b.origin ? -1 : 1)));
  into.refused.push(...found.refused);
}

function readEntries(zip: ZipFile, name: string, budget: RuleBudget, into: RuleTexts): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry: Entry) => {
      take(zip, entry, name, budget, into)
        .then(() => zip.readEntry())
        .catch(reject);
    });
    zip.readEntry();
  });
}

async function take(zip: ZipFile, entry: Entry, name: string, budget: RuleBudget, into: RuleTexts): Promise<void> {
  if (!isRulePath(entry.fileName)) return;
  const origin = `${name}/${entry.fileName}`;
  const reason = entry.isEncrypted() ? 'it is encrypted' : sizeRefusal(entry.uncompressedSize);
  if (reason) {
    into.refused.push({ origin, reason });
    return;
  }
  // As declared; yauzl ends the stream with an error where the entry turns out to be longer.
  budget.file(origin, entry.uncompressedSize);
  const stream = await promisify(zip.openReadStream.bind(zip) as (entry: Entry, callback: (error: Error | null, stream: NodeJS.ReadableStream) => void) => void)(entry);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  into.documents.push({ origin, text: Buffer.concat(chunks).toString('utf8') });
}
