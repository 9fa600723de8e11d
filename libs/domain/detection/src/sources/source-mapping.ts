import { fieldValue, type NormalisedEvent } from '@vedette/sigma';
import { refuse } from '../refusals';

/** A field of the events → the name under which rules look for it. Dotted names are paths. */
export interface FieldRename {
  readonly from: string;
  readonly to: string;
}

/** How a tenant has one of its sources read. */
export interface SourceMapping {
  readonly renames: readonly FieldRename[];
  /** Which log it is (`windows/sysmon`), where that cannot be told from the events. */
  readonly kind: string | null;
}

const MOST_RENAMES = 200;
const NAME = /^[^\u0000-\u001f\u007f]{1,200}$/;
const KIND = /^[a-z0-9_]{1,40}(\/[a-z0-9_.-]{1,60})?$/;

/** @throws Refusal `mapping.invalid` with `reason` */
export function checkMapping({ renames, kind }: SourceMapping): void {
  const fail = (reason: string): never => {
    throw refuse('mapping.invalid', { reason });
  };
  if (renames.length > MOST_RENAMES) fail(`at most ${MOST_RENAMES} fields are renamed`);
  for (const { from, to } of renames) {
    if (!NAME.test(from) || !NAME.test(to)) fail('a field has a name of 1 to 200 visible characters');
    if (to.startsWith('__')) fail(`${to} is no name that a rule can ask for`);
  }
  const twice = renames.find(({ to }, at) => renames.findIndex((other) => other.to === to) !== at);
  if (twice) fail(`two fields are renamed to ${twice.to}`);
  if (kind !== null && !KIND.test(kind)) fail('a kind is written product/service, such as windows/sysmon');
}

/** Adds the new names to a parsed event; what stands under a name already stays. */
export function renameFields(raw: Record<string, unknown>, { renames }: SourceMapping): Record<string, unknown> {
  for (const { from, to } of renames) {
    if (Object.hasOwn(raw, to)) continue;
    const value = fieldValue(raw, from);
    if (value !== undefined) Object.defineProperty(raw, to, { value, enumerable: true, writable: true, configurable: true });
  }
  return raw;
}

/** The kind that the tenant says, for an event that says none itself. */
export function withKind(event: NormalisedEvent, mapping: SourceMapping | undefined): NormalisedEvent {
  return mapping?.kind && event.kind === undefined ? { ...event, kind: mapping.kind } : event;
}
