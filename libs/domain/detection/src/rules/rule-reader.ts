import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { noRules, readRuleTexts, type ReadRules, type RuleText } from './read-rule-texts';

const THREAD = path.join(__dirname, 'reading-thread.js');
/** Fewer are read before a thread has started. */
const WORTH_A_THREAD = 40;
const TEXTS_A_BREATH = 10;
/** Ten times what the whole SigmaHQ pack takes. */
const THREAD_MEGABYTES = 1_024;

async function readInThread(texts: readonly RuleText[]): Promise<ReadRules[]> {
  const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: THREAD_MEGABYTES } });
  const read: ReadRules[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (some: ReadRules[]) => read.push(...some));
      worker.once('error', reject);
      worker.once('exit', (code) => (read.length === texts.length ? resolve() : reject(new Error(`the thread that reads rules ended with ${code} after ${read.length} of ${texts.length}`))));
      worker.postMessage(texts);
    });
  } finally {
    await worker.terminate();
  }
  return read;
}

async function readInSlices(texts: readonly RuleText[]): Promise<ReadRules[]> {
  const read: ReadRules[] = [];
  for (let from = 0; from < texts.length; from += TEXTS_A_BREATH) {
    read.push(...readRuleTexts(texts.slice(from, from + TEXTS_A_BREATH)));
    await new Promise(setImmediate);
  }
  return read;
}

/**
 * Reads the texts of rules, and those it has read before not again: an unchanged rule stays the same object, by which
 * the engine knows that what it has compiled is still right.
 */
export class RuleReader {
  private known = new Map<string, RuleText & { readonly read: ReadRules }>();

  /** One answer for each text, in their order. Other work of this thread gets its turn meanwhile. */
  async read(texts: readonly RuleText[]): Promise<ReadRules[]> {
    const fresh = texts.filter(({ origin, text }) => this.known.get(origin)?.text !== text);
    // Where the sources themselves run, as in specs, there is no program for a thread.
    const read = fresh.length >= WORTH_A_THREAD && existsSync(THREAD) ? await readInThread(fresh) : await readInSlices(fresh);
    const answers = new Map(fresh.map(({ origin }, at) => [origin, read[at]]));
    const next = new Map<string, RuleText & { readonly read: ReadRules }>();
    for (const { origin, text } of texts) {
      const found = answers.get(origin) ?? this.known.get(origin)?.read;
      if (found) next.set(origin, { origin, text, read: found });
    }
    this.known = next;
    return texts.map(({ origin }) => next.get(origin)?.read ?? noRules);
  }
}
