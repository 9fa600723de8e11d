export { ApiError } from './api-error';
export { createClient } from './client';
export type { Client } from './client';
export {
  AcknowledgeAlertDocument,
  AlertChangedDocument,
  AlertDocument,
  AlertsDocument,
  ApiKeysDocument,
  CloseAlertDocument,
  CreateApiKeyDocument,
  LogInDocument,
  LogOutDocument,
  RevokeApiKeyDocument,
  SendTestAttackDocument,
  SignUpDocument,
  SourcesDocument,
  VerifyEmailDocument,
  ViewerDocument,
} from './generated/graphql';
export type {
  AlertDetailFragment as AlertDetail,
  AlertFilter,
  AlertResolution,
  AlertRowFragment as AlertRow,
  AlertStatus,
  ApiKeyFieldsFragment as ApiKey,
  Severity,
  SourcesQuery,
  UserErrorFieldsFragment as UserError,
  ViewerFieldsFragment as Viewer,
} from './generated/graphql';
export type { Connection } from './connection';
export type { Resumable } from './resumable';
export type { FeedState, Listener } from './subscribe';
