import { isObject } from '../input/envelope';
import { LineSplitter } from '../input/line-splitter';
import type { RuleBudget } from './rule-budget';
import { ruleLimits, sizeRefusal } from './rule-budget';
import type { RuleTexts } from './rule-texts';

/** One JSON object a line with the rule's text as `yaml`, and its path as `path` if it has one. */
export async function readRuleLines(chunks: AsyncIterable<Buffer>, name: string, budget: RuleBudget, into: RuleTexts): Promise<void> {
  const refuse = (line: number, reason: string): void => {
    budget.file(name, 0);
    into.refused.push({ origin: name, line, reason });
  };
  const text = (json: string, line: number): void => {
    let parsed: unknown;
    try {
      parsed = JSON.parse(json);
    } catch {
      if (json.trim() !== '') refuse(line, 'the line is not JSON');
      return;
    }
    const { yaml, path } = isObject(parsed) ? parsed : {};
    if (typeof yaml !== 'string') return refuse(line, 'the line has no text under "yaml"');
    const origin = typeof path === 'string' && path !== '' && path.length <= 1_024 ? path : `${name}:${line}`;
    const bytes = Buffer.byteLength(yaml);
    const reason = sizeRefusal(bytes);
    if (reason) return refuse(line, reason);
    budget.file(origin, bytes);
    into.documents.push({ origin, text: yaml });
  };
  const splitter = new LineSplitter({ text, tooLong: (line) => refuse(line, 'the line is too long') }, 8 * ruleLimits.fileBytes);
  for await (const chunk of chunks) splitter.push(chunk);
  splitter.end();
}
