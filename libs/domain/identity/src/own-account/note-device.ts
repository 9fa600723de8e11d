import type { DirectoryDoor } from '@vedette/database';
import { newId } from '@vedette/kernel';
import type { Clock, Uuid } from '@vedette/kernel';
import type { NewSession } from '../sessions/new-session';
import { newOpaqueToken } from '../sessions/opaque-token';
import { storedVisit } from '../sessions/visit';
import type { Visit } from '../sessions/visit';
import { deviceTokens, hashDevice, joinDeviceTokens } from './device-tokens';

export interface NotedDevice {
  /** With the value of the device's cookie. */
  readonly session: NewSession;
  readonly deviceId: Uuid;
  /** Never seen with this account, which had others before. */
  readonly isNew: boolean;
}

/** From which browser a session was opened: one that the account is known to use, or a new one that gets a token. */
export async function noteDevice(
  { directory, clock }: { readonly directory: DirectoryDoor; readonly clock: Clock },
  session: NewSession,
  visit: Visit,
): Promise<NotedDevice> {
  const { sessionId, accountId } = session.actor;
  if (!sessionId || !accountId) throw new Error('only a session of a person comes from a browser');
  const tokens = deviceTokens(visit.deviceToken);
  const token = newOpaqueToken();
  const { address, userAgent } = storedVisit(visit);
  const [row] = await directory.call<{ device_id: Uuid; known: boolean; first: boolean }>(
    'note_device', sessionId, accountId, tokens.map(hashDevice), newId(clock.now()), hashDevice(token), clock.date(), address, userAgent,
  );
  if (!row) throw new Error('note_device answers one row');
  const deviceToken = joinDeviceTokens(row.known ? tokens : [token, ...tokens]);
  return { session: { ...session, deviceToken }, deviceId: row.device_id, isNew: !row.known && !row.first };
}
