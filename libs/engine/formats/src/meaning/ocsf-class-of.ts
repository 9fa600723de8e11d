import { activities, activityOf } from './activity';
import type { Fields } from './field-path';

/** The OCSF 1.x class of a normalised event: its uid, as `class_uid` has it, and its caption; undefined where none is known to fit. */
export function ocsfClassOf(kind: string | undefined, fields: Fields): { readonly uid: number; readonly name: string } | undefined {
  const activity = activityOf(kind, fields);
  const [uid, name] = (activity && activities[activity].ocsf) ?? [];
  return uid === undefined || name === undefined ? undefined : { uid, name };
}
