import { fieldValue, type Fields } from './event-values';
import { signatures, type Signature } from './signatures';

/** By their first name: an event is compared with those alone whose first name it has. */
const byFirst = new Map<string, readonly { readonly signature: Signature; readonly order: number }[]>();
for (const [order, signature] of signatures.entries()) {
  const [first = ''] = signature.has;
  byFirst.set(first, [...(byFirst.get(first) ?? []), { signature, order }]);
}

function fits(fields: Fields, { has, any, value }: Signature): boolean {
  if (!has.every((name) => Object.hasOwn(fields, name))) return false;
  if (any && !any.some((name) => Object.hasOwn(fields, name))) return false;
  if (!value) return true;
  const found = fieldValue(fields, value[0]);
  return typeof found === 'string' && found.toLowerCase().startsWith(value[1]);
}

/** The kind of a cloud or SaaS log; undefined when no signature fits. */
export function kindBySignature(fields: Fields): string | undefined {
  let best: Signature | undefined;
  let order = Infinity;
  for (const name in fields) {
    for (const candidate of byFirst.get(name) ?? []) {
      if (candidate.order >= order || !fits(fields, candidate.signature)) continue;
      best = candidate.signature;
      order = candidate.order;
    }
  }
  return best?.kind;
}
