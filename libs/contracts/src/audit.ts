/** Every action that leaves an audit row, with the sentence a reader sees. */
export const auditActions = {
  'tenant.created': 'created the organisation',
  'member.joined': 'joined the organisation',
  'session.opened': 'signed in',
  'session.closed': 'signed out',
  'api-key.created': 'created an API key',
  'api-key.revoked': 'revoked an API key',
  'alert.acknowledged': 'acknowledged an alert',
  'alert.closed': 'closed an alert',
  'alert.assigned': 'assigned an alert',
  'alert.unassigned': 'took the assignment of an alert back',
  'alert.restored': 'took a bulk change of an alert back',
  'comment.written': 'commented on an alert',
  'comment.edited': 'edited a comment on an alert',
  'comment.deleted': 'deleted a comment on an alert',
  'suppression.created': 'created a suppression',
  'suppression.ended': 'ended a suppression',
  'notification.created': 'created a notification rule',
  'notification.changed': 'changed a notification rule',
  'notification.ended': 'ended a notification rule',
  'hunt.started': 'started a hunt',
  'hunt.cancelled': 'cancelled a hunt',
  'mapping.saved': 'changed how a source is read',
  'mapping.removed': 'took a mapping from a source',
  'source.muted': 'muted a source',
  'source.unmuted': 'took a source back from mute',
  'rule.enabled': 'enabled rules',
  'rule.disabled': 'disabled rules',
  'rule.severity_overridden': 'changed the severity of a rule',
  'exclusion.added': 'added an exclusion',
  'exclusion.ended': 'ended an exclusion',
  'exclusion.prolonged': 'changed when an exclusion ends',
  'rule-file.saved': 'saved a file of rules',
  'rule-file.removed': 'removed a file of rules',
  'rule-file.rolled_back': 'rolled a file of rules back',
  'rule-pack.applied': 'applied a pack of rules',
  'rule-test.saved': 'saved a test of a rule',
  'rule-test.removed': 'removed a test of a rule',
  'test-attack.sent': 'sent a test attack',
} as const satisfies Record<string, string>;

export type AuditAction = keyof typeof auditActions;

export interface AuditTarget {
  readonly kind: string;
  readonly id: string;
}
