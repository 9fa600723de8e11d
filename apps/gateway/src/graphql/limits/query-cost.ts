import { getNamedType, getNullableType, isAbstractType, isCompositeType, isListType, isObjectType, Kind } from 'graphql';
import type {
  ArgumentNode, FieldNode, FragmentDefinitionNode, GraphQLCompositeType, GraphQLField, GraphQLSchema, InlineFragmentNode, OperationDefinitionNode, SelectionSetNode,
} from 'graphql';

/** acceptance/api.md H3 */
export const COST_LIMIT = 1_000;

/** How many a list without `first` is taken to hold. */
const listSizes: Readonly<Record<string, number>> = {
  'Alert.evidence': 10,
  'Alert.attack': 3,
  'Alert.comments': 20,
  'Alert.history': 20,
  'Alert.related': 20,
  'Evidence.matched': 5,
  'Source.minutes': 10,
  'Source.rejects': 5,
  'Query.sources': 5,
  'Query.apiKeys': 20,
  'Query.serviceAccounts': 20,
  'ServiceAccount.keys': 5,
  'Query.exclusions': 100,
  'AttackCoverage.techniques': 700,
  'AttackCoverage.tactics': 14,
  'RuleDriftPage.changes': 200,
  'Viewer.tenants': 10,
  'Query.mySessions': 20,
  'Query.myDevices': 20,
  'Query.memberships': 100,
  'Membership.teams': 3,
  'FirstSteps.steps': 5,
  'Query.roles': 20,
  'Query.invitations': 20,
  'Query.teams': 20,
  'Factors.passkeys': 20,
  'Team.members': 10,
  'Query.accessReviews': 20,
  'AccessReport.rows': 100,
  'AccessReview.items': 100,
  'Query.domains': 20,
  'Viewer.joinable': 5,
  'Query.supportGrants': 20,
  'Query.openSupportGrants': 50,
};

/** What is one more statement each. */
const extra: Readonly<Record<string, number>> = { 'Alert.evidence': 3, 'Alert.comments': 3, 'Alert.history': 3, 'Alert.related': 3, 'Alert.feedback': 3, 'AlertRule.yaml': 3, 'AlertRule.description': 3, 'AlertRule.references': 3, 'AlertRule.falsePositives': 3 };

export function costOfStatement(parent: GraphQLCompositeType, field: string): number {
  return extra[`${parent.name}.${field}`] ?? 0;
}

/**
 * What an operation may return at most, before it runs: a scalar costs 0, an object 1, a list as many times its content.
 * `@skip` and `@include` save nothing, and each spread and alias counts anew.
 */
export class QueryCost {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly known = new Map<string, number>();

  constructor(
    private readonly schema: GraphQLSchema,
    fragments: readonly FragmentDefinitionNode[],
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  of(operation: OperationDefinitionNode): number {
    const root = this.schema.getRootType(operation.operation);
    return root ? this.selections(root, operation.selectionSet) : 0;
  }

  private selections(parent: GraphQLCompositeType, set: SelectionSetNode): number {
    let cost = 0;
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        cost += this.field(parent, node);
      } else {
        cost += node.kind === Kind.INLINE_FRAGMENT ? this.fragment(parent, node) : this.spread(parent, node.name.value);
      }
    }
    return cost;
  }

  // Counted once and remembered: fragments that spread fragments twice each would otherwise double with every level.
  private spread(parent: GraphQLCompositeType, name: string): number {
    const fragment = this.fragments.get(name);
    const known = this.known.get(name);
    if (known !== undefined || !fragment) return known ?? 0;
    const cost = this.fragment(parent, fragment);
    this.known.set(name, cost);
    return cost;
  }

  private fragment(parent: GraphQLCompositeType, node: FragmentDefinitionNode | InlineFragmentNode): number {
    const type = node.typeCondition ? this.schema.getType(node.typeCondition.name.value) : parent;
    return this.selections(isCompositeType(type) ? type : parent, node.selectionSet);
  }

  private field(parent: GraphQLCompositeType, node: FieldNode): number {
    const name = node.name.value;
    const field = isObjectType(parent) || (isAbstractType(parent) && 'getFields' in parent) ? parent.getFields()[name] : undefined;
    const more = costOfStatement(parent, name);
    if (!field || !node.selectionSet) return more;
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return more;
    const each = 1 + this.selections(type, node.selectionSet);
    return more + each * this.times(parent, field, node);
  }

  private times(parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    // The page is sized where it is asked for: `alerts(first: 50)` counts all below it 50 times.
    if (field.args.some((arg) => arg.name === 'first')) return Math.max(1, this.first(node));
    const isPagesOwnList = parent.name.endsWith('Connection');
    return isListType(getNullableType(field.type)) && !isPagesOwnList ? (listSizes[`${parent.name}.${field.name}`] ?? 10) : 1;
  }

  private first(node: FieldNode): number {
    const value = node.arguments?.find((arg: ArgumentNode) => arg.name.value === 'first')?.value;
    if (value?.kind === Kind.INT) return Number(value.value);
    const given = value?.kind === Kind.VARIABLE ? this.variables[value.name.value] : undefined;
    return typeof given === 'number' ? given : 100;
  }
}
