import type { RuleNode } from '../modifiers/field-test';
import type { Route } from '../routing/routes';
import { mappedField } from '../routing/routes';
import type { NormalisedEvent } from '../taxonomy/event-values';
import type { ViewTest } from './compile-node';
import { compileNode, SlotNames } from './compile-node';
import { EventView } from './event-view';

interface RoutedCheck {
  readonly view: EventView;
  readonly matches: ViewTest;
}

/** A filter's condition, compiled for each route on which it is first asked. */
export class FilterCheck {
  private readonly byRoute = new Map<string, RoutedCheck>();

  constructor(private readonly condition: RuleNode) {}

  passes(event: NormalisedEvent, route: Route): boolean {
    let check = this.byRoute.get(route.key);
    if (!check) {
      const names = new SlotNames();
      const matches = compileNode(this.condition, (field) => names.slotOf(mappedField(route, field)));
      check = { matches, view: new EventView(names.names) };
      this.byRoute.set(route.key, check);
    }
    check.view.show(event.fields);
    const passed = check.matches(check.view);
    check.view.forget();
    return passed;
  }
}
