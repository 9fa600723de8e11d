import { noAnswer, readAnswer, refusalOf } from './upload-answer';

const lines = ['{"bytes":10,"events":2000,"rejected":0}', '{"bytes":20,"events":3999,"rejected":1}', '{"done":true,"source":"x","bytes":20,"events":3999,"rejected":1,"rejects":[{"line":7,"code":"event.too_large","message":"An event has at most 1 MB."}]}'].map((line) => `${line}\n`);

describe('the answer to an upload', () => {
  it('is read as it grows, wherever it is cut', () => {
    const text = lines.join('');
    let answer = noAnswer;
    for (let end = 0; end <= text.length; end += 13) answer = readAnswer(text.slice(0, end), answer);
    expect(answer.done).toBe(false);
    answer = readAnswer(text, answer, true);
    expect(answer).toMatchObject({ done: true, events: 3999, rejected: 1, problem: null });
    expect(answer.rejects).toEqual([{ line: 7, message: 'An event has at most 1 MB.' }]);
  });

  it('keeps what was stored when it ends in an error', () => {
    const answer = readAnswer(`${lines[0]}{"error":{"code":"body.incomplete","message":"The body ended too early."}}\n`, noAnswer);
    expect(answer).toMatchObject({ events: 2000, done: false, problem: 'The body ended too early.' });
  });

  it('takes nothing from what is no answer of ours', () => {
    const odd = '<html>502</html>\n[1]\nnull\n{"events":-1,"rejected":"2","rejects":[null,{"line":1e400},"x"]}\n{"__proto__":{"done":true}}\n';
    expect(readAnswer(odd, noAnswer, true)).toEqual({ ...noAnswer, read: odd.length });
  });

  it('names the refusal of a request that never began', () => {
    expect(refusalOf('{"code":"auth.unauthenticated","message":"Sign in first, or send an API key."}')).toBe('Sign in first, or send an API key.');
    expect(refusalOf('Bad gateway')).toBeNull();
  });
});
