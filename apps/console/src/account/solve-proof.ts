import type { Challenge, Solution } from 'altcha-lib';

/** What a sign-up is asked for in place of a captcha: about a second of work. @throws Error where this browser cannot do it */
export function solveProof(challengeText: string): Promise<string> {
  const challenge = JSON.parse(challengeText) as Challenge;
  const worker = new Worker(new URL('./proof-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<string>((resolve, reject) => {
    const failed = () => reject(new Error('the proof of work was not found'));
    worker.onerror = failed;
    worker.onmessage = ({ data }: MessageEvent<Solution | null>) => {
      if (data) resolve(JSON.stringify({ challenge, solution: data }));
      else failed();
    };
    worker.postMessage(challenge);
  }).finally(() => worker.terminate());
}
