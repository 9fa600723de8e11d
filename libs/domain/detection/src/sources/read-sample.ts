import { ecsOf, ocsfClassOf } from '@vedette/formats';
import { entityOf } from '@vedette/sigma';
import { readEvent } from '../evaluation/read-event';
import type { SourceMapping } from './source-mapping';

/** What becomes of one event: for whoever tries a mapping, or wonders why a rule is silent. */
export interface SampleReading {
  /** The line as it was sent. */
  readonly original: string;
  readonly kind: string | null;
  readonly at: number | null;
  readonly entity: { readonly kind: string; readonly value: string };
  /** Elastic Common Schema names. */
  readonly ecs: Readonly<Record<string, unknown>>;
  readonly ocsf: { readonly uid: number; readonly name: string } | null;
  /** As rules see it. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Why it could not be read. */
  readonly problem: string | null;
}

export function readSample(original: string, receivedAt: number, mapping: SourceMapping | undefined): SampleReading {
  const line = original.trimStart().startsWith('{') ? original : JSON.stringify({ event: { original } });
  try {
    const event = readEvent(line, receivedAt, mapping);
    return {
      original,
      kind: event.kind ?? null,
      at: event.at ?? null,
      entity: entityOf(event),
      ecs: ecsOf(event.kind, event.fields),
      ocsf: ocsfClassOf(event.kind, event.fields) ?? null,
      fields: event.fields,
      problem: null,
    };
  } catch {
    const unread = { kind: null, at: null, entity: { kind: 'unknown', value: '' }, ecs: {}, ocsf: null, fields: {} };
    return { original, ...unread, problem: 'This is neither a JSON object nor a line of text.' };
  }
}
