import * as cloud from './templates/cloud.mjs';
import * as honeypot from './templates/honeypot.mjs';
import * as linux from './templates/linux.mjs';
import * as syslog from './templates/syslog.mjs';
import * as web from './templates/web.mjs';
import * as windows from './templates/windows.mjs';

/** Source name → its templates; each gives one event, or several that belong together. */
export const sources = { windows, linux, cloudtrail: cloud, 'web-access': web, honeypot, syslog };

/** A repeatable choice: `pick(list)` and `pick.number(low, high)` (mulberry32). */
export function picker(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const pick = (list) => list[Math.floor(next() * list.length)];
  pick.number = (low, high) => low + Math.floor(next() * (high - low + 1));
  return pick;
}

/** `count` ordinary events of each source. */
export function ordinaryEvents(time, pick, count) {
  return Object.entries(sources).map(([source, templates]) => ({
    source,
    events: Array.from({ length: count }, () => pick(templates.ordinary)(time, pick)),
  }));
}

/** Every attack of every source, in the order of a story; the caller spaces them out. */
export function* attackStory() {
  const rows = Object.entries(sources);
  const longest = Math.max(...rows.map(([, templates]) => templates.attacks.length));
  for (;;) {
    for (let step = 0; step < longest; step++) {
      for (const [source, templates] of rows) {
        const attack = templates.attacks[step];
        if (attack) yield { source, attack };
      }
    }
  }
}
