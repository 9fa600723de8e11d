import { existsSync } from 'node:fs';
import path from 'node:path';

/** Absolute path of `relative` below VEDETTE_DATA, or below the `shared/data` folder beside the workspace; null when absent. */
export function sharedData(relative: string): string | null {
  const roots = [process.env['VEDETTE_DATA'], path.resolve(__dirname, '../../../../shared/data')];
  const found = roots.filter((root) => root !== undefined).map((root) => path.join(root, relative));
  return found.find((candidate) => existsSync(candidate)) ?? null;
}

/**
 * A suite over data that a clone does not hold: skipped with the way to set it, and a failure under CI=true.
 * @example describeWithData('the regression cases', 'sigma/regression_data', (folder) => { it(…) });
 */
export function describeWithData(title: string, relative: string, suite: (found: string) => void): void {
  const found = sharedData(relative);
  if (found) {
    describe(title, () => suite(found));
    return;
  }
  const advice = `${relative} is absent: set VEDETTE_DATA to the folder that holds it`;
  if (process.env['CI'] === 'true') {
    describe(title, () => {
      it('finds its data', () => {
        throw new Error(advice);
      });
    });
    return;
  }
  describe.skip(`${title} (${advice})`, () => {
    it('needs its data', () => undefined);
  });
}
