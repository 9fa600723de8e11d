import { permissionGroups, permissionSummary } from './permission-words';

describe('permissions in words', () => {
  it('stand by noun, what may be read before what may be changed', () => {
    expect(permissionGroups(['member:write', 'alert:write', 'member:read', 'alert:read'])).toEqual([
      { noun: 'alert', words: 'Alerts', permissions: [{ permission: 'alert:read', verb: 'Read' }, { permission: 'alert:write', verb: 'Change' }] },
      { noun: 'member', words: 'Members', permissions: [{ permission: 'member:read', verb: 'Read' }, { permission: 'member:write', verb: 'Change' }] },
    ]);
  });

  it('are shown although this page is older than they are', () => {
    expect(permissionGroups(['moon:fly'])).toEqual([{ noun: 'moon', words: 'moon', permissions: [{ permission: 'moon:fly', verb: 'fly' }] }]);
  });

  it('fit on a line', () => {
    expect(permissionSummary(['event:write', 'alert:read', 'alert:write'])).toBe('Alerts: read, change · Events: send');
  });
});
