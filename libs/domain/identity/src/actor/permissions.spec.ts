import { newTenantId } from '@vedette/kernel';
import { Actor } from './actor';
import { permissions, permissionsOf, permissionsWithin } from './permissions';

describe('permissions', () => {
  it('are all the owner holds', () => {
    expect([...permissionsOf('owner')]).toEqual([...permissions]);
  });

  it.each(['viewer', 'auditor'])('let the %s change nothing', (role) => {
    expect([...permissionsOf(role)].filter((permission) => permission.endsWith(':write'))).toEqual([]);
  });

  it('let a responder work on alerts and change no rules, and billing see no alerts', () => {
    expect(permissionsOf('responder').has('alert:write')).toBe(true);
    expect(permissionsOf('responder').has('rule:write')).toBe(false);
    expect([...permissionsOf('billing')]).toEqual(['billing:read', 'billing:write']);
    expect([...permissionsOf('owner')].filter((permission) => !permissionsOf('admin').has(permission))).toEqual(['tenant:write']);
  });

  it("of a tenant's own role are those of its list that exist", () => {
    expect([...permissionsOf('custom', ['alert:read', 'no:such', '*', '__proto__'])]).toEqual(['alert:read']);
    expect(permissionsOf('custom').size).toBe(0);
    expect([...permissionsOf('viewer', ['key:write'])]).not.toContain('key:write');
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
