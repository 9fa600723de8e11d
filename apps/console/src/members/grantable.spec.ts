import type { Role } from '@vedette/api-client';
import { roleOptions } from './grantable';

const role = (id: string, permissions: string[]): Role => ({ id, name: id, description: '', permissions, builtIn: true, members: null });

describe('roles to choose from', () => {
  it('are those within what one holds, and an owner only for owners', () => {
    const roles = [role('owner', ['a:read']), role('viewer', ['a:read']), role('admin', ['a:read', 'a:write'])];
    const open = (viewer: { role: string; permissions: string[] }) => roleOptions(viewer, roles).filter(({ disabled }) => !disabled).map(({ value }) => value);
    expect(open({ role: 'custom', permissions: ['a:read'] })).toEqual(['viewer']);
    expect(open({ role: 'owner', permissions: ['a:read', 'a:write'] })).toEqual(['owner', 'viewer', 'admin']);
  });
});
