import { historyWords, personOf } from './person';

const people = { me: 'account:1', members: [{ principal: 'account:2', email: 'bo@acme.example' }] };

describe('a person', () => {
  it.each([
    ['account:1', 'you'],
    ['account:2', 'bo@acme.example'],
    ['account:3', 'a former member'],
    ['key:7', 'an API key'],
    ['system:detection', 'Vedette'],
  ])('%s is %s', (principal, words) => {
    expect(personOf(principal, people)).toBe(words);
  });

  it('is not called a former member by those who cannot know', () => {
    expect(personOf('account:3', { me: 'account:1', members: null })).toBe('another member');
  });

  it('stands in the history instead of a number', () => {
    expect(historyWords('assigned an alert to account:2, with 3 others', people)).toBe('assigned the alert to bo@acme.example, with 3 others');
    expect(historyWords('closed an alert as false positive', people)).toBe('closed the alert as false positive');
  });
});
