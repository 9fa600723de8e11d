import { XMLParser } from 'fast-xml-parser';
import type { PlainObject } from '../record/field-bag';
import { FieldBag, isPlainObject, mostFields, setOwn } from '../record/field-bag';
import { unescapeXml } from './xml-entities';

const deepest = 16;

/** An event holds 64 KB; escaped and rendered it is a few times that. Larger XML costs more time than it tells. */
const longestXml = 256 * 1024;

/** Its elements come in their order: `{ name: children, ':@': attributes }`, `{ '#text': text }`, `{ '#cdata': [{ '#text': text }] }`. */
const parser = new XMLParser({
  preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', trimValues: false, parseTagValue: false, parseAttributeValue: false,
  processEntities: false, removeNSPrefix: true, ignoreDeclaration: true, ignorePiTags: true, maxNestedTags: 32, jPath: false, cdataPropName: '#cdata',
  tagValueProcessor: (_, value) => unescapeXml(value),
  attributeValueProcessor: (_, value) => unescapeXml(value),
});

interface Element {
  readonly name: string;
  readonly attributes: PlainObject;
  readonly children: readonly Element[];
  readonly text: string;
}

function textIn(node: unknown): string {
  if (!isPlainObject(node)) return '';
  const text = node['#text'];
  if (typeof text === 'string') return text;
  const section = node['#cdata'];
  return Array.isArray(section) ? section.map(textIn).join('') : '';
}

function elementsOf(nodes: unknown, depth: number, budget: { left: number }): Element[] {
  if (!Array.isArray(nodes) || depth > deepest) return [];
  const elements: Element[] = [];
  for (const node of nodes) {
    if (!isPlainObject(node) || budget.left <= 0) continue;
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name.startsWith('#')) continue;
    budget.left--;
    const inner: unknown[] = Array.isArray(node[name]) ? node[name] : [];
    const text = inner.map(textIn).join('');
    const attributes = isPlainObject(node[':@']) ? node[':@'] : {};
    elements.push({ name, attributes, children: elementsOf(inner, depth + 1, budget), text });
  }
  return elements;
}

/** As evtx converters print an element: its text, `{ '#attributes', '#text' }`, or its children by name. */
function plainOf({ attributes, children, text }: Element): unknown {
  const hasAttributes = Object.keys(attributes).length > 0;
  if (children.length === 0 && !hasAttributes) return text;
  const bag = new FieldBag();
  if (hasAttributes) bag.add('#attributes', attributes);
  for (const child of children) bag.add(child.name, plainOf(child));
  if (children.length === 0 && text !== '') bag.add('#text', text);
  return bag.fields;
}

/** `<Data Name="x">` by its name; unnamed ones together under `Data`, in their order. */
function eventDataOf(element: Element): PlainObject {
  const bag = new FieldBag();
  const unnamed: string[] = [];
  for (const child of element.children) {
    const name = child.attributes['Name'];
    if (typeof name === 'string' && name !== '') bag.add(name, child.children.length === 0 ? child.text : plainOf(child));
    else if (child.name === 'Data') unnamed.push(child.text);
    else bag.add(child.name, plainOf(child));
  }
  if (unnamed.length > 0) bag.addIfAbsent('Data', { '#text': unnamed.length === 1 ? unnamed[0] : unnamed });
  return bag.fields;
}

const numbers = new Set(['EventID', 'Version', 'Level', 'Task', 'Opcode', 'EventRecordID', 'ProcessID', 'ThreadID']);

/** The header's numbers as numbers, which is how every converter to JSON writes them. */
function withNumbers(value: unknown, name: string, depth: number): unknown {
  if (typeof value === 'string') return numbers.has(name) && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (!isPlainObject(value) || depth > 4) return value;
  const changed: PlainObject = {};
  for (const [key, inner] of Object.entries(value)) setOwn(changed, key, withNumbers(inner, key === '#text' ? name : key, depth + 1));
  return changed;
}

/** The message Windows rendered is what a keyword rule searches; the flat form keeps it only among the event's data. */
function withMessage(parts: PlainObject): void {
  const rendering = parts['RenderingInfo'];
  const message = isPlainObject(rendering) ? rendering['Message'] : undefined;
  if (typeof message !== 'string' || message === '') return;
  const data = isPlainObject(parts['EventData']) ? parts['EventData'] : {};
  if (!Object.hasOwn(data, 'Message')) parts['EventData'] = { ...data, Message: message };
}

/**
 * One `<Event>` of the Windows event log as `{ Event: { System, EventData, UserData, RenderingInfo } }`; undefined for
 * what is none. A document type is refused, so that there are no entities but XML's own five.
 */
export function readWindowsXml(text: string): PlainObject | undefined {
  if (text.length > longestXml || !/^<(\?xml|Events?[\s>])/.test(text) || /<!DOCTYPE/i.test(text)) return undefined;
  let nodes: unknown;
  try {
    nodes = parser.parse(text);
  } catch {
    return undefined;
  }
  const budget = { left: mostFields };
  const top = elementsOf(nodes, 0, budget);
  const event = top.find(({ name }) => name === 'Event') ?? top.find(({ name }) => name === 'Events')?.children.find(({ name }) => name === 'Event');
  if (!event?.children.some(({ name }) => name === 'System')) return undefined;
  const parts: PlainObject = {};
  if (Object.keys(event.attributes).length > 0) parts['#attributes'] = event.attributes;
  for (const child of event.children) {
    if (Object.hasOwn(parts, child.name)) continue;
    const plain = child.name === 'EventData' ? eventDataOf(child) : plainOf(child);
    setOwn(parts, child.name, child.name === 'System' ? withNumbers(plain, '', 0) : plain);
  }
  withMessage(parts);
  return { Event: parts };
}
