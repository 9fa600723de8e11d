import type { Actor } from '@vedette/identity';
import { refuse } from '../refusals';
import type { Access } from './access';

/** @throws Refusal `auth.unauthenticated`, `auth.forbidden`; Error for what declared nothing, which boot should have caught */
export function checkAccess(access: Access | undefined, actor: Actor | null): void {
  if (access === undefined) throw new Error('this handler declares no access');
  if (access === 'public') return;
  if (!actor) throw refuse('auth.unauthenticated');
  if (access === 'operator') {
    if (!actor.operator) throw refuse('auth.forbidden');
    return;
  }
  if (access !== 'signed-in') actor.require(access);
}
