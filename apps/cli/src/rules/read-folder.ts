import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { faultOf, InputFault } from '../terminal/input-fault';
import type { RuleBudget } from './rule-budget';
import { isRulePath, ruleLimits, sizeRefusal } from './rule-budget';
import type { RuleTexts } from './rule-texts';

/** The YAML files of a folder and those below it, in order of their paths. Links are followed, circles are not. */
export function readFolder(folder: string, budget: RuleBudget, into: RuleTexts): void {
  const walked = new Set<string>();
  const walk = (below: string, depth: number): void => {
    const real = realpathSync(below);
    if (walked.has(real)) return;
    walked.add(real);
    if (depth > ruleLimits.folderDepth) throw new InputFault(`${below}: folders are nested more than ${ruleLimits.folderDepth} deep`);
    for (const entry of readdirSync(below, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      const file = path.join(below, entry.name);
      const found = entry.isSymbolicLink() ? statSync(file, { throwIfNoEntry: false }) : entry;
      if (found?.isDirectory()) walk(file, depth + 1);
      else if (found?.isFile() && isRulePath(entry.name)) readRuleFile(file, budget, into);
    }
  };
  try {
    walk(folder, 0);
  } catch (error) {
    throw faultOf(folder, error);
  }
}

/** One YAML file; one that cannot be read is a refused rule. */
function readRuleFile(file: string, budget: RuleBudget, into: RuleTexts): void {
  try {
    const { size } = statSync(file);
    budget.file(file, size);
    const reason = sizeRefusal(size);
    if (reason) into.refused.push({ origin: file, reason });
    else into.documents.push({ origin: file, text: readFileSync(file, 'utf8') });
  } catch (error) {
    const fault = faultOf(file, error);
    if (error instanceof InputFault || !(fault instanceof InputFault)) throw fault;
    into.refused.push({ origin: file, reason: fault.message.slice(file.length + 2) });
  }
}
