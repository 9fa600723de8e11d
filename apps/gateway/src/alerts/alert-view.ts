import { Injectable, Inject } from '@nestjs/common';
import type { Alert } from '@vedette/detection';
import type { TenantId } from '@vedette/kernel';
import { GlobalIds } from '../graphql/global-id';
import type { AlertType, AttackTagType } from './alert.types';

/** A domain alert as GraphQL shows it: opaque ids and names from the outside, the row itself for what is asked later. */
@Injectable()
export class AlertView {
  constructor(@Inject(GlobalIds) private readonly ids: GlobalIds) {}

  of(tenantId: TenantId, alert: Alert): AlertType {
    return {
      ...alert,
      nodeType: 'Alert',
      alert,
      id: this.ids.write(tenantId, 'Alert', alert.id),
      rule: { ...alert.rule },
      attack: alert.attack.map(attackTag),
    };
  }
}

/** Sigma tags: `attack.t1059.001` is a technique, `attack.execution` a tactic; others (`attack.g0016`) are neither. */
export function attackTag(tag: string): AttackTagType {
  const name = tag.replace(/^attack\./, '');
  const technique = /^t\d{4}(\.\d{3})?$/.test(name) ? name.toUpperCase() : null;
  const tactic = !technique && /^[a-z][a-z_-]+$/.test(name) ? name.replaceAll('_', '-') : null;
  return { tag, technique, tactic };
}
