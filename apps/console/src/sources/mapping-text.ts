import type { TextFault } from '../layout/code-text';
import type { SourceMapping } from '@vedette/api-client';

export type Rename = SourceMapping['renames'][number];

const ARROW = /\s(?:->|→)\s/;
const MOST = 200;
const LONGEST = 200;
const KIND = /^[a-z0-9_]{1,40}(\/[a-z0-9_.-]{1,60})?$/;

/** A line for each field, `proc.path -> Image`. Names that would be read otherwise are written as JSON texts. */
export function writeRenames(renames: readonly Rename[]): string {
  return renames.map(({ from, to }) => `${spelled(from)} -> ${spelled(to)}`).join('\n');
}

function spelled(name: string): string {
   
  return /^["#]|^\s|\s$|\s(->|→)(\s|$)|^(->|→)|[\u0000-\u001f\u007f\u2028\u2029]/.test(name) || name === '' ? JSON.stringify(name) : name;
}

export interface RenamesRead {
  readonly renames: readonly Rename[];
  /** Where each of them stands, from 1. */
  readonly lines: readonly number[];
  readonly faults: readonly TextFault[];
}

/** The gateway judges again; here the fault is told at its line. Empty lines and those that begin with # say nothing. */
export function readRenames(text: string): RenamesRead {
  const renames: Rename[] = [];
  const faults: TextFault[] = [];
  const targets = new Map<string, number>();
  text.split('\n').forEach((written, index) => {
    const line = index + 1;
    const fail = (message: string) => void faults.push({ line, column: null, message });
    if (/^\s*(#|$)/.test(written)) return;
    const rename = readLine(written.trim());
    if (!rename) return fail('Write a field of the events, an arrow with spaces around it, and the name that rules ask for: proc.path -> Image');
    const { from, to } = rename;
    const earlier = targets.get(to);
    if (!isName(from) || !isName(to)) return fail(`A field has a name of 1 to ${LONGEST} visible characters.`);
    if (to.startsWith('__')) return fail('No rule can ask for a name that begins with two underscores.');
    if (earlier !== undefined) return fail(`Line ${earlier} gives the same name already.`);
    if (renames.length >= MOST) return fail(`At most ${MOST} fields are given names.`);
    targets.set(to, line);
    renames.push({ from, to });
  });
  return { renames, lines: renames.map(({ to }) => targets.get(to) ?? 1), faults };
}

export function kindFault(kind: string): string | null {
  return kind === '' || KIND.test(kind) ? null : 'Written product/service in lower case, such as windows/sysmon.';
}

function readLine(written: string): Rename | null {
  const quoted = /^"(?:[^"\\]|\\.)*"/.exec(written)?.[0];
  const at = quoted ? { index: quoted.length, arrow: ARROW.exec(written.slice(quoted.length)) } : { index: 0, arrow: ARROW.exec(written) };
  if (!at.arrow) return null;
  const cut = at.index + at.arrow.index;
  const [from, to] = [plain(written.slice(0, cut).trim()), plain(written.slice(cut + at.arrow[0].length).trim())];
  return from === null || to === null ? null : { from, to };
}

function plain(name: string): string | null {
  if (!name.startsWith('"')) return name;
  try {
    const text: unknown = JSON.parse(name);
    return typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
}

function isName(name: string): boolean {
   
  return name.length > 0 && name.length <= LONGEST && !/[\u0000-\u001f\u007f]/.test(name);
}
