import { Room } from './room';

const MEGABYTE = 1024 * 1024;

describe('the room for bodies', () => {
  const held = (room: Room, tenant: string, bytes: number) => {
    let leave: () => void = () => undefined;
    const stay = room.within(tenant, String(bytes), () => new Promise<void>((resolve) => (leave = resolve)));
    return { stay, leave: () => leave() };
  };

  it('lets a tenant that floods it wait, while others come in', async () => {
    const room = new Room(100 * MEGABYTE);
    const flood = [held(room, 'acme', 3 * MEGABYTE), held(room, 'acme', 2 * MEGABYTE)];
    await expect(held(room, 'acme', MEGABYTE).stay).rejects.toMatchObject({ code: 'ingest.busy', facts: { retryAfter: 1 } });
    const other = held(room, 'globex', MEGABYTE);
    for (const each of [...flood, other]) each.leave();
    await Promise.all([...flood, other].map(({ stay }) => stay));
    await expect(room.within('acme', String(5 * MEGABYTE), async () => 'in')).resolves.toBe('in');
  });

  it('is full for everybody when it is full', async () => {
    const room = new Room(100 * MEGABYTE);
    const tenants = ['a', 'b', 'c'].map((tenant) => held(room, tenant, 3 * MEGABYTE));
    await expect(held(room, 'd', 3 * MEGABYTE).stay).rejects.toMatchObject({ code: 'ingest.busy' });
    for (const each of tenants) each.leave();
    await Promise.all(tenants.map(({ stay }) => stay));
  });

  it('takes one body alone, however big it says it is, and has its place back when it fails', async () => {
    const room = new Room(MEGABYTE);
    await expect(room.within('acme', String(9 * MEGABYTE), async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(room.within('acme', undefined, async () => 'in')).resolves.toBe('in');
  });
});
