import { viewsOf } from './views';

const names = (role: string, permissions: string[]) => viewsOf({ role, permissions }).map(([view]) => view);

describe('parts of the organisation', () => {
  it('are all there for an owner', () => {
    expect(names('owner', ['tenant:write', 'member:read'])).toEqual(['general', 'security', 'domains', 'support', 'deletion']);
  });

  it('are fewer for others: only an owner deletes', () => {
    expect(names('custom', ['tenant:write'])).toEqual(['general', 'security', 'domains']);
    expect(names('admin', ['member:read'])).toEqual(['general', 'support']);
    expect(names('viewer', [])).toEqual(['general']);
  });
});
