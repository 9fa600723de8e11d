import { SetMetadata } from '@nestjs/common';
import type { CustomDecorator } from '@nestjs/common';
import type { Permission } from '@vedette/identity';

/** What a resolver, route or subscription asks of its caller. Whoever declares nothing is not served: boot fails. */
export type Access = Permission | 'operator' | 'signed-in' | 'public';

export const ACCESS = 'vedette:access';
const STEP_UP = 'vedette:step-up';

/** The caller is signed in, or has a key, and holds this permission. */
export function Requires(permission: Permission): CustomDecorator {
  return SetMetadata(ACCESS, permission);
}

/** Any member may, whatever their role: it concerns themselves alone. */
export function SignedIn(): CustomDecorator {
  return SetMetadata(ACCESS, 'signed-in');
}

/** Whoever operates the installation, signed in with a second factor. No role of a tenant gives it, and no key. */
export function OperatorOnly(): CustomDecorator {
  return SetMetadata(ACCESS, 'operator');
}

/** Anyone may ask; what they then see is the resolver's business. Search for it to see all of the open doors. */
export function Public(): CustomDecorator {
  return SetMetadata(ACCESS, 'public');
}

/** Does lasting harm in the wrong hands: a session must have been proven in the last five minutes (`Actor.requireRecent`). */
export function StepUp(): CustomDecorator {
  return SetMetadata(STEP_UP, true);
}

export function declaresStepUp(handler: object): boolean {
  return Reflect.getMetadata(STEP_UP, handler) === true;
}

export function declaredAccess(handler: object): Access | undefined {
  return Reflect.getMetadata(ACCESS, handler) as Access | undefined;
}
