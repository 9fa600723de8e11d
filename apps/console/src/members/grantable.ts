import type { Role, Viewer } from '@vedette/api-client';

/** Whether the viewer could give this role: nobody grants what they do not hold. The gateway decides; this explains. */
export function isGrantable(viewer: Pick<Viewer, 'role' | 'permissions'>, role: Pick<Role, 'id' | 'permissions'>): boolean {
  if (role.id === 'owner' && viewer.role !== 'owner') return false;
  return role.permissions.every((permission) => viewer.permissions.includes(permission));
}

/** For a select: those that cannot be given stay visible, so that it is plain why. */
export function roleOptions(viewer: Pick<Viewer, 'role' | 'permissions'>, roles: readonly Role[]): { value: string; label: string; disabled: boolean }[] {
  return roles.map((role) => {
    const disabled = !isGrantable(viewer, role);
    return { value: role.id, label: disabled ? `${role.name} (allows more than you)` : role.name, disabled };
  });
}
