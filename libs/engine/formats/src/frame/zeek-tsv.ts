import type { PlainObject } from '../record/field-bag';
import { mostFields, setOwn } from '../record/field-bag';
import { unescapeLog } from '../web/log-escapes';

interface Column {
  readonly name: string;
  /** `time`, `count`, `set[addr]`, … (Zeek's manual, "Zeek Log Formats"). */
  readonly type: string;
}

function listedType(type: string): string | undefined {
  return /^(?:set|vector|list)\[(\w{1,32})\]$/.exec(type)?.[1];
}

/** A number that JSON can hold; else the text as it was. */
function numberOf(text: string): number | string {
  const number = Number(text);
  const isWhole = /^-?\d+$/.test(text);
  return text !== '' && Number.isFinite(number) && (!isWhole || Number.isSafeInteger(number)) ? number : text;
}

function scalarOf(type: string, text: string): unknown {
  switch (type) {
    case 'bool':
      return text === 'T' || text === 'F' ? text === 'T' : text;
    case 'time':
    case 'interval':
    case 'double':
    case 'count':
    case 'int':
    case 'port':
      return numberOf(text);
    default:
      return unescapeLog(text);
  }
}

/** The header of a Zeek log in tab separated values, and what it makes of the rows below. */
export class ZeekTsv {
  private separator = '\t';
  private setSeparator = ',';
  private empty = '(empty)';
  private unset = '-';
  private path = '';
  private names: readonly string[] = [];
  private types: readonly string[] = [];
  private columns: readonly Column[] = [];

  static begins(line: string): boolean {
    return line.startsWith('#separator ');
  }

  /** Takes a line with `#`; true for the one that ends the file. */
  header(line: string): boolean {
    if (ZeekTsv.begins(line)) {
      const written = line.slice('#separator '.length).trim();
      const text = unescapeLog(written);
      this.separator = text.length >= 1 && text.length <= 8 ? text : '\t';
      return false;
    }
    const [name, ...values] = line.split(this.separator, mostFields + 1);
    if (name === '#set_separator') this.setSeparator = values[0] || ',';
    else if (name === '#empty_field') this.empty = values[0] ?? '';
    else if (name === '#unset_field') this.unset = values[0] ?? '';
    else if (name === '#path') this.path = values[0] ?? '';
    else if (name === '#fields') this.names = values;
    else if (name === '#types') this.types = values;
    this.columns = this.names.map((column, index) => ({ name: column, type: this.types[index] ?? 'string' }));
    return name === '#close';
  }

  private valueOf(type: string, text: string): unknown {
    const inner = listedType(type);
    if (inner === undefined) return text === this.empty ? '' : scalarOf(type, text);
    if (text === this.empty) return [];
    return text.split(this.setSeparator).map((item) => (item === this.unset ? null : item === this.empty ? '' : scalarOf(inner, item)));
  }

  /** A row as JSON text, with real types and `_path`; undefined when its columns are not those of the header. */
  row(line: string): string | undefined {
    const values = line.split(this.separator, mostFields + 1);
    if (this.columns.length === 0 || values.length !== this.columns.length) return undefined;
    const record: PlainObject = this.path === '' ? {} : { _path: this.path };
    this.columns.forEach(({ name, type }, index) => {
      const text = values[index] ?? '';
      if (text !== this.unset) setOwn(record, name, this.valueOf(type, text));
    });
    return JSON.stringify(record);
  }
}
