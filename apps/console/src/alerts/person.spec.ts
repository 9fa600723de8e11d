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

  it.each([
    ['account:1', 'assigned an alert to account:2, with 3 others', 'You assigned the alert to bo@acme.example, with 3 others'],
    ['account:1', 'assigned an alert to account:1', 'You assigned the alert to yourself'],
    ['account:2', 'assigned an alert to account:1', 'bo@acme.example assigned the alert to you'],
    ['account:2', 'assigned an alert to account:2', 'bo@acme.example assigned the alert to bo@acme.example'],
    ['key:7', 'acknowledged an alert, with 1 others', 'An API key acknowledged the alert, with one other'],
    ['system:detection', 'opened an alert', 'Vedette opened the alert'],
  ])('%s, who %s, is told of in a sentence', (principal, words, sentence) => {
    expect(historyWords({ principal, words }, people)).toBe(sentence);
  });
});
