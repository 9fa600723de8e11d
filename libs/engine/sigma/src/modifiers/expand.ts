import { RuleFault } from '../parse/rule-fault';
import type { Placeholders } from './modifier-chain';
import type { TextPattern } from './text-pattern';
import { parseText, tidy } from './text-pattern';

const maxForms = 10_000;

/**
 * `%name%` stands for each of its values (which may hold wildcards); `\%` is a plain percent sign.
 * @throws RuleFault when a placeholder has no values
 */
export function expandPlaceholders(written: string, placeholders: Placeholders): TextPattern[] {
  let forms: TextPattern[] = [[]];
  // The odd pieces are placeholder names.
  const pieces = written.split(/(?<!\\)%([\w.-]{1,128})(?<!\\)%/);
  for (const [at, piece] of pieces.entries()) {
    const values = at % 2 === 1 ? placeholders.get(piece) : [piece.replaceAll('\\%', '%')];
    if (!values || values.length === 0) throw new RuleFault(`the placeholder %${piece}% has no values here`);
    if (forms.length * values.length > maxForms) throw new RuleFault(`placeholders make more than ${maxForms} forms of one value`);
    forms = forms.flatMap((form) => values.map((value) => tidy([...form, ...parseText(value)])));
  }
  return forms;
}
