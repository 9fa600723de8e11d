import { askedFields, emptyField, endOf, previewWords } from './exclusion-draft';

describe('an exclusion that is being written', () => {
  it('is asked about once every field has a name, and a value where one is needed', () => {
    expect(askedFields([emptyField])).toBeNull();
    expect(askedFields([{ name: ' Image ', match: 'CONTAINS', value: '' }])).toBeNull();
    expect(askedFields([{ name: ' Image ', match: 'EXACT', value: '' }])).toEqual([{ name: 'Image', match: 'EXACT', value: '' }]);
  });

  it('keeps a value as it was typed, blanks and all', () => {
    expect(askedFields([{ name: 'Image', match: 'ENDSWITH', value: ' a ' }])?.[0]?.value).toBe(' a ');
  });

  it('ends after whole days, or never', () => {
    expect(endOf('7', Date.parse('2026-11-21T09:00:00Z'))).toBe('2026-11-28T09:00:00.000Z');
    expect(endOf('', 0)).toBeNull();
  });

  it('says what it would have done', () => {
    expect(previewWords({ checked: 9, complete: true, hidden: 3, touched: 5 })).toBe('It would have left out 3 of 9 alerts. Of 2 more some events.');
    expect(previewWords({ checked: 1, complete: true, hidden: 0, touched: 0 })).toBe('It would have left out 0 of 1 alert.');
    expect(previewWords({ checked: 500, complete: false, hidden: 1, touched: 1 })).toContain('there are more');
    expect(previewWords({ checked: 0, complete: true, hidden: 0, touched: 0 })).toContain('nothing to try it on');
  });
});
