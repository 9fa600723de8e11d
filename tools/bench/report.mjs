import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function percentile(numbers, share) {
  if (numbers.length === 0) return NaN;
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Rows of `[what, measured, first-landing target]`, the last one optional. */
export function printTable(title, head, rows) {
  const table = [head, ...rows].map((row) => row.map((cell) => String(cell ?? '')));
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('   ')}`.trimEnd();
  console.log(`\n${title}\n${line(table[0])}\n  ${widths.map((width) => '-'.repeat(width)).join('   ')}`);
  for (const row of table.slice(1)) console.log(line(row));
}

export function writeJson(root, name, figures) {
  const folder = path.join(root, '.vedette', 'bench');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, `${JSON.stringify({ node: process.version, ...figures }, null, 2)}\n`);
  console.log(`\n  written to ${path.relative(root, file)}`);
}
