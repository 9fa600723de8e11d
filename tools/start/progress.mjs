// What the person in front of the terminal sees while things start.

/** `step(label, work)` prints one line when the work is done, with how long it took; `note` prints one at once. */
export function progressOn(write = (line) => process.stdout.write(`${line}\n`), now = () => performance.now()) {
  const started = now();
  const stamp = () => `${((now() - started) / 1000).toFixed(1).padStart(6)} s`;
  return {
    note: (text) => write(`${stamp()}  ${text}`),
    async step(label, work) {
      write(`${stamp()}  ${label} …`);
      const begun = now();
      const result = await work();
      const detail = typeof result?.detail === 'string' ? `: ${result.detail}` : '';
      write(`${stamp()}  ${label} done in ${((now() - begun) / 1000).toFixed(1)} s${detail}`);
      return result;
    },
    elapsed: () => (now() - started) / 1000,
  };
}

export const silent = { note() {}, step: async (_label, work) => work(), elapsed: () => 0 };
