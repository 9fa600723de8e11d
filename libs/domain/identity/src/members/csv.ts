/** What a spreadsheet would take for a formula (OWASP, CSV injection); a ' before it makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

/** RFC 4180: every cell quoted, lines end with CRLF. */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
