import { median } from '../report.mjs';

export const RUNS = 5;

/** CPU of this process for one call of `work`, in microseconds for each of `count` events. */
export function cpuPerEvent(count, work) {
  const before = process.cpuUsage();
  work();
  const spent = process.cpuUsage(before);
  return (spent.user + spent.system) / count;
}

/**
 * Medians of runs that take turns, so that a neighbour's load hits all alike; one round before that warms up.
 * @param works name → [work, how many events one call stands for]
 */
export function interleaved(works, runs = RUNS) {
  const figures = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let run = -1; run < runs; run++) {
    for (const [name, [work, count]] of Object.entries(works)) {
      const spent = cpuPerEvent(count, work);
      if (run >= 0) figures[name].push(spent);
    }
  }
  return Object.fromEntries(Object.entries(figures).map(([name, each]) => [name, median(each)]));
}

export function micros(value) {
  return `${value.toFixed(value < 100 ? 2 : 0)} µs`;
}

export function times(value) {
  return `${value.toFixed(value < 100 ? 2 : 0)}×`;
}
