import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { openBytes } from '../input/byte-source';
import { faultOf, InputFault } from '../terminal/input-fault';
import { readFolder } from './read-folder';
import { readRuleLines } from './read-rule-lines';
import { isZip, readZip } from './read-zip';
import { RuleBudget, ruleLimits, sizeRefusal } from './rule-budget';
import type { RuleTexts } from './rule-texts';

function headOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(4);
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

async function* resumed(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Rules as JSON lines if the text begins like that, else one YAML text. */
async function readText(path: string, budget: RuleBudget, into: RuleTexts): Promise<void> {
  const source = openBytes(path, Readable.from([]));
  try {
    const rest = source.chunks[Symbol.asyncIterator]();
    const first = await rest.next();
    if (first.done) {
      into.documents.push({ origin: path, text: '' });
      return;
    }
    if (first.value.toString('latin1', 257, 262) === 'ustar') throw new InputFault(`${path}: tar archives are not read; unpack it, or make a zip of it`);
    const chunks = resumed(first.value, rest);
    if (/^(?:\u{feff})?\s*\{/u.test(first.value.toString('utf8', 0, 256))) return await readRuleLines(chunks, path, budget, into);
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of chunks) {
      parts.push(chunk);
      bytes += chunk.length;
      const reason = sizeRefusal(bytes);
      if (!reason) continue;
      into.refused.push({ origin: path, reason });
      return;
    }
    budget.file(path, bytes);
    into.documents.push({ origin: path, text: Buffer.concat(parts).toString('utf8') });
  } finally {
    source.close();
  }
}

/**
 * Reads rules from folders of YAML (with all below them), zips of such folders, single YAML files, and JSON lines with
 * the rule under `yaml`; the last two may be packed by gzip.
 * @throws InputFault when a path cannot be read at all or holds nothing that looks like a rule
 */
export async function readRules(paths: readonly string[]): Promise<RuleTexts> {
  const into: RuleTexts = { documents: [], refused: [] };
  const budget = new RuleBudget();
  for (const path of paths) {
    const before = into.documents.length + into.refused.length;
    try {
      const found = statSync(path);
      if (found.isDirectory()) readFolder(path, budget, into);
      else if (isZip(headOf(path))) {
        if (found.size > ruleLimits.archiveBytes) throw new InputFault(`${path}: the zip is larger than ${ruleLimits.archiveBytes / 1_048_576} MB`);
        await readZip(readFileSync(path), path, budget, into);
      } else await readText(path, budget, into);
      if (into.documents.length + into.refused.length === before) throw new InputFault(`${path}: no .yml or .yaml file in it`);
    } catch (error) {
      throw faultOf(path, error);
    }
  }
  return into;
}
