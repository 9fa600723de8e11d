import type { Document, ParsedNode } from 'yaml';
import { isNode, isScalar, LineCounter, parseAllDocuments } from 'yaml';
import type { DocumentPath, Place } from './rule-fault';
import { maxRuleLength } from './yaml-document';

/** Where nodes stand in a text. Reads it again with a slower parser that keeps positions: only where something is to be said of it. */
export class YamlPlaces {
  private readonly lines = new LineCounter();
  private readonly documents: readonly Document.Parsed<ParsedNode>[];

  constructor(text: string) {
    this.documents = this.read(text);
  }

  private read(text: string): readonly Document.Parsed<ParsedNode>[] {
    if (text.length > maxRuleLength) return [];
    try {
      const parsed = parseAllDocuments(text, { lineCounter: this.lines, version: '1.1', strict: false, uniqueKeys: false, logLevel: 'silent' });
      return [...parsed].filter(({ contents }) => contents !== null && !(isScalar(contents) && contents.value === null));
    } catch {
      // A text this parser cannot walk has no known places; what is said of it still stands.
      return [];
    }
  }

  /** Of a node in the n-th document, or of the nearest around it that can be found. */
  of(index: number, path: DocumentPath): Place | undefined {
    const document = this.documents[index];
    try {
      for (let depth = path.length; document && depth >= 0; depth--) {
        const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
        if (!isNode(node) || !node.range) continue;
        const { line, col } = this.lines.linePos(node.range[0]);
        return { line, column: col };
      }
    } catch {
      // As above.
    }
    return undefined;
  }
}

/** The same for a single question. */
export function placeOf(text: string, index: number, path: DocumentPath): Place | undefined {
  return new YamlPlaces(text).of(index, path);
}
