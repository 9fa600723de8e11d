import { newTenantId } from '@vedette/kernel';
import { Actor } from './actor';
import { permissions, permissionsOf, permissionsWithin } from './permissions';

describe('permissions', () => {
  it('are all the owner holds', () => {
    expect([...permissionsOf('owner')]).toEqual([...permissions]);
  });

  it('let a viewer change nothing', () => {
    expect([...permissionsOf('viewer')].filter((permission) => permission.endsWith(':write'))).toEqual([]);
  });

  it('are none for a role that is unknown or gone', () => {
    expect(permissionsOf('root').size).toBe(0);
    expect(permissionsOf(null).size).toBe(0);
  });

  it('of a key are those that its maker still holds', () => {
    expect([...permissionsWithin(['alert:read', 'key:write', 'no:such'], 'viewer')]).toEqual(['alert:read']);
    expect(permissionsWithin(['alert:read'], null).size).toBe(0);
  });

  it('are required by name, and the refusal says which', () => {
    const actor = Actor.of({
      tenantId: newTenantId(),
      tenantName: 'acme',
      principal: 'system:test',
      permissions: permissionsOf('viewer'),
      expiresAt: 0,
    });
    expect(() => actor.require('alert:read')).not.toThrow();
    expect(() => actor.require('alert:write')).toThrow(
      expect.objectContaining({ code: 'auth.forbidden', facts: { permission: 'alert:write' } }),
    );
  });
});
