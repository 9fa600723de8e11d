import { Kind, Location } from 'graphql';
import type { DocumentNode, FieldNode, FragmentDefinitionNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode } from 'graphql';
import { refuse } from '../../refusals';

/** acceptance/api.md H3. Tokens are counted while parsing. */
export const documentLimits = { depth: 12, aliases: 15, directives: 50, tokens: 2_000 } as const;

/**
 * What a document may look like, judged before it is validated, since validating a hostile one is the attack. Aliases
 * and directives count as often as a fragment is spread; depth goes through fragments.
 * @throws Refusal `query.malformed`, `query.too_deep`, `query.too_many_aliases`, `query.too_many_directives`
 */
export function checkDocument(document: DocumentNode): void {
  // mercurius also takes a syntax tree as JSON, past the parser and its token limit; only a parsed one has a Location.
  if (document?.kind !== Kind.DOCUMENT || !(document.loc instanceof Location)) throw refuse('query.malformed');
  const measure = new Measure(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) throw refuse('query.malformed');
    const size = measure.selections(definition.selectionSet);
    const directives = size.directives + (definition.directives?.length ?? 0);
    if (size.depth > documentLimits.depth) throw refuse('query.too_deep', { limit: documentLimits.depth });
    if (size.aliases > documentLimits.aliases) throw refuse('query.too_many_aliases', { limit: documentLimits.aliases });
    if (directives > documentLimits.directives) throw refuse('query.too_many_directives', { limit: documentLimits.directives });
  }
}

interface Size {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
}

const nothing: Size = { depth: 0, aliases: 0, directives: 0 };

class Measure {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly known = new Map<string, Size>();
  private readonly under = new Set<string>();

  constructor(document: DocumentNode) {
    for (const each of document.definitions) if (each.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(each.name.value, each);
  }

  selections(set: SelectionSetNode | undefined): Size {
    let size = nothing;
    for (const node of set?.selections ?? []) {
      const inner = node.kind === Kind.FIELD ? this.field(node) : this.spread(node);
      size = {
        depth: Math.max(size.depth, inner.depth),
        aliases: size.aliases + inner.aliases,
        directives: size.directives + inner.directives + (node.directives?.length ?? 0),
      };
    }
    return size;
  }

  private field(node: FieldNode): Size {
    const below = this.selections(node.selectionSet);
    return { ...below, depth: below.depth + 1, aliases: below.aliases + (node.alias ? 1 : 0) };
  }

  private spread(node: InlineFragmentNode | FragmentSpreadNode): Size {
    return node.kind === Kind.INLINE_FRAGMENT ? this.selections(node.selectionSet) : this.fragment(node.name.value);
  }

  // Measured once and remembered: fragments that spread fragments twice each would otherwise double with every level.
  private fragment(name: string): Size {
    const found = this.known.get(name);
    if (found) return found;
    const fragment = this.fragments.get(name);
    // A cycle is refused by validation; here it must merely end.
    if (!fragment || this.under.has(name)) return nothing;
    this.under.add(name);
    const size = this.selections(fragment.selectionSet);
    this.under.delete(name);
    const whole = { ...size, directives: size.directives + (fragment.directives?.length ?? 0) };
    this.known.set(name, whole);
    return whole;
  }
}
