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
  'source.muted': 'muted a source',
  'source.unmuted': 'took a source back from mute',
  'test-attack.sent': 'sent a test attack',
} as const satisfies Record<string, string>;

export type AuditAction = keyof typeof auditActions;

export interface AuditTarget {
  readonly kind: string;
  readonly id: string;
}
