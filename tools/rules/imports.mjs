// The imports of a file, by a pattern and not a parser: lint asks this of hundreds of files.

const statement = /(?:^|[;\n}])\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\sfrom\s+)?['"]([^'"\n]+)['"]/g;
const call = /\b(?:import|require)\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** Answers [{ source, typeOnly }] for static imports, re-exports, dynamic imports and require calls with plain strings. */
export function importsIn(text) {
  return [
    ...[...text.matchAll(statement)].map(([, typeOnly, source]) => ({ source, typeOnly: Boolean(typeOnly) })),
    ...[...text.matchAll(call)].map(([, source]) => ({ source, typeOnly: false })),
  ];
}
