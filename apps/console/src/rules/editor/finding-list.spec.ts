import type { RuleFinding, TextError } from '@vedette/api-client';
import { findingList, findingWords, worstByLine } from './finding-list';

const finding = (severity: string, line: number | null, message = severity): RuleFinding => ({ severity, code: 'x', message, line, column: null, hint: null, ruleId: null });
const refusal: TextError = { code: 'rule_file.refused', message: 'This text cannot run as it is.', field: 'yaml', reason: 'no condition', line: 4, column: 2 };

describe('what is said of a text', () => {
  it('stands in the order of the lines, the whole text first, the worst of a line first', () => {
    const list = findingList([finding('info', 3), finding('error', 3), finding('warning', null), finding('novel', 9)]);
    expect(list.map(({ severity, line }) => [severity, line])).toEqual([['warning', null], ['error', 3], ['info', 3], ['info', 9]]);
    expect([...worstByLine(list)]).toEqual([[3, 'error'], [9, 'info']]);
  });

  it('takes the refusal of a save in, at its line, and once', () => {
    const same = { ...finding('error', 4, 'no condition'), column: 2 };
    expect(findingList([same], [refusal])).toHaveLength(1);
    expect(findingList([], [refusal, { ...refusal, field: 'path' }])).toEqual([{ severity: 'error', line: 4, column: 2, message: 'no condition', hint: null }]);
  });

  it('is counted in words', () => {
    expect(findingWords([])).toBe('No findings');
    expect(findingWords(findingList([finding('error', 1), finding('error', 2), finding('info', 1)]))).toBe('2 errors, 1 hint');
  });
});
