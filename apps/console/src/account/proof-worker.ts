import { solveChallenge } from 'altcha-lib';
import type { Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

/** Works beside the page, so that the page stays quick: a challenge comes in, its solution goes out, null for none. */
globalThis.addEventListener('message', ({ data }: MessageEvent<Challenge>) => {
  void solveChallenge({ challenge: data, deriveKey }).then(
    (solution) => globalThis.postMessage(solution),
    () => globalThis.postMessage(null),
  );
});
