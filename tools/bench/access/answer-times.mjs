import { median } from '../report.mjs';
import { ask } from './people.mjs';

/** What anyone may ask about any address; the answer must take as long for one that has an account. */
export const questions = {
  signUp: (email) => ['mutation($input: SignUpInput!) { signUp(input: $input) { accepted } }', { input: { email, password: 'plum gravel lantern 88', organisation: 'bench' } }],
  logIn: (email) => ['mutation($input: LogInInput!) { logIn(input: $input) { viewer { email } } }', { input: { email, password: 'not the right password' } }],
  askPasswordReset: (email) => ['mutation($input: AskByMailInput!) { askPasswordReset(input: $input) { accepted } }', { input: { email } }],
  askSignInLink: (email) => ['mutation($input: AskByMailInput!) { askSignInLink(input: $input) { accepted } }', { input: { email } }],
};

/** In turns, and which goes first changes from pair to pair; nothing else is asked meanwhile. Times in milliseconds. */
export async function answerTimes(url, name, people) {
  const times = { known: [], unknown: [] };
  const timed = async (side, email) => {
    const began = performance.now();
    await ask(url, ...questions[name](email));
    times[side].push(performance.now() - began);
  };
  await timed('known', people[0]);
  await timed('unknown', `nobody-${name}@bench.example`);
  times.known.length = times.unknown.length = 0;
  for (const [place, email] of people.entries()) {
    const sides = [['known', email], ['unknown', `nobody-${name}-${place}@bench.example`]];
    for (const [side, address] of place % 2 ? sides.reverse() : sides) await timed(side, address);
  }
  const [known, unknown] = [median(times.known), median(times.unknown)];
  return { known, unknown, ratio: known / unknown };
}
