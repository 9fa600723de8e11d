import { previewWords } from './preview-words';
import type { Preview } from './use-exclusion';

const touched = (alertId: string, hidden: boolean) => ({ alertId, hidden, ruleId: 'r', title: 't', entity: 'e', resolution: null, openedAt: '', events: 2, excludedEvents: 1 });
const preview: Preview = { checked: 120, complete: true, hidden: 3, touched: [touched('a', true)], hiddenTruePositives: [] };

describe('what an exclusion would have done', () => {
  it('says how many alerts of how many', () => {
    expect(previewWords(preview, 'a')).toEqual(['Would have left out 3 of 120 alerts of the last 90 days.']);
  });

  it('warns where nothing would have been left', () => {
    expect(previewWords({ ...preview, checked: 3 }, 'a')[1]).toMatch(/as good as turning the rule off/);
    expect(previewWords({ ...preview, checked: 1, hidden: 1 }, 'a')).toHaveLength(1);
  });

  it('says where not all were looked at', () => {
    expect(previewWords({ ...preview, complete: false }, 'a')[0]).toBe('Would have left out 3 of the 120 alerts of the last 90 days that were looked at; there are more.');
  });

  it('does not hide that this very alert would have stayed', () => {
    expect(previewWords({ ...preview, touched: [touched('a', false), touched('b', false)] }, 'a').slice(1)).toEqual(['1 other would have had fewer events.', 'This alert would have stayed: some of its events have other values.']);
    expect(previewWords({ ...preview, touched: [] }, 'a')[1]).toBe('This alert would have stayed as it is.');
  });
});
