// Cycles between files, found by walking relative imports. Type-only imports vanish at run time and cannot deadlock.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { importsIn } from './imports.mjs';

const known = new Map();

/** The files of a cycle that starts with `file` importing `source`, or null. */
export function fileCycle(file, source, typeOnly = false) {
  if (typeOnly || !source.startsWith('.')) return null;
  const start = locate(file, source);
  if (!start) return null;
  const seen = new Set();
  const walk = (current, trail) => {
    if (current === file) return trail;
    if (seen.has(current)) return null;
    seen.add(current);
    for (const next of neighbours(current)) {
      const cycle = walk(next, [...trail, next]);
      if (cycle) return cycle;
    }
    return null;
  };
  return walk(start, [file, start]);
}

function neighbours(file) {
  const changed = statSync(file).mtimeMs;
  const cached = known.get(file);
  if (cached?.changed === changed) return cached.next;
  const next = importsIn(readFileSync(file, 'utf8'))
    .filter(({ source, typeOnly }) => !typeOnly && source.startsWith('.'))
    .map(({ source }) => locate(file, source))
    .filter(Boolean);
  known.set(file, { changed, next });
  return next;
}

function locate(file, source) {
  const base = resolve(dirname(file), source);
  return [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`, `${base}/index.tsx`].find(
    (candidate) => /\.(tsx?|mjs)$/.test(candidate) && existsSync(candidate),
  );
}
