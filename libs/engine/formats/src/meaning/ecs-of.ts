import { isIp } from '../record/ip-address';
import { activities, activityOf } from './activity';
import { fileParts, hashesOf, outcomeOf, processOf, registryParts, urlParts, usersOf } from './ecs-parts';
import type { EcsFields, EcsValue } from './ecs-fields';
import type { EcsShape } from './ecs-names';
import { cloudProviders, ecsNames } from './ecs-names';
import type { Fields } from './field-path';
import { fieldOf, textOf, wholeOf } from './field-path';

function shaped(shape: EcsShape, value: unknown): EcsValue | undefined {
  if (shape === 'long') return wholeOf(value);
  const text = textOf(value);
  if (text === undefined) return undefined;
  if (shape === 'texts') return [text];
  // Sysmon and JVMs write an IPv4 client as ::ffff:192.0.2.1; both are addresses to Elasticsearch.
  return shape === 'ip' && !isIp(text) ? undefined : text;
}

/** The names every kind can be given, in the order in which the first one that has a value stays. */
function addNamed(ecs: EcsFields, family: string, fields: Fields): void {
  const names = (Object.hasOwn(ecsNames, family) ? ecsNames[family] : ecsNames['other']) ?? [];
  for (const [name, shape, ...from] of names) {
    if (ecs[name] !== undefined) continue;
    for (const source of from) {
      const value = shaped(shape, fieldOf(fields, source));
      if (value === undefined) continue;
      ecs[name] = value;
      break;
    }
  }
}

/**
 * Elastic Common Schema names for what is known of a normalised event: flat dotted names → values of the type ECS gives
 * them. The time is not among them: a normalised event has it beside its fields. Never throws.
 */
export function ecsOf(kind: string | undefined, fields: Fields): Readonly<EcsFields> {
  const family = kind?.split('/')[0] ?? 'other';
  const ecs: EcsFields = {};
  const activity = activityOf(kind, fields);
  ecs['event.kind'] = activity === 'finding' ? 'alert' : 'event';
  if (activity) {
    const { category, type } = activities[activity];
    if (category.length > 0) ecs['event.category'] = category;
    ecs['event.type'] = type;
  }
  const provider = Object.hasOwn(cloudProviders, family) ? cloudProviders[family] : undefined;
  if (provider !== undefined) ecs['cloud.provider'] = provider;
  const parts = [usersOf(kind, fields), processOf(kind, fields), hashesOf(activity, fields), registryParts(fields), urlParts(family, fields)];
  for (const part of parts) Object.assign(ecs, part);
  addNamed(ecs, family, fields);
  const outcome = outcomeOf(kind, fields);
  if (outcome !== undefined) ecs['event.outcome'] = outcome;
  Object.assign(ecs, fileParts(ecs));
  return ecs;
}
