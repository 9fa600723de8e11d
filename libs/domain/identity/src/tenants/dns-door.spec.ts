import { openDnsServer } from '../testing/dns-server';
import type { DnsServer } from '../testing/dns-server';
import { DnsDoor } from './dns-door';

let server: DnsServer;
let door: DnsDoor;
beforeAll(async () => {
  server = await openDnsServer();
  door = new DnsDoor({ servers: [server.address] });
});
afterAll(() => server?.close());

describe('the door to DNS', () => {
  it('reads the texts of a name, put together from their parts', async () => {
    server.records.set('a.example', ['one', 'two', 'x'.repeat(200)]);
    expect(await door.texts('a.example')).toEqual(['one', 'two', 'x'.repeat(200)]);
  });

  it('knows a name that is not there from one that nobody answers for', async () => {
    server.records.set('failing.example', 'failing');
    server.records.set('empty.example', []);
    expect(await door.texts('nowhere.example')).toEqual([]);
    expect(await door.texts('empty.example')).toEqual([]);
    await expect(door.texts('failing.example')).rejects.toMatchObject({ name: 'Outage' });
  });

  it('takes twenty answers and no more', async () => {
    server.records.set('many.example', Array.from({ length: 25 }, (_, index) => `t${index}`));
    expect(await door.texts('many.example')).toHaveLength(20);
  });

  it('waits five seconds and no longer', async () => {
    server.records.set('silent.example', 'silent');
    const from = performance.now();
    await expect(door.texts('silent.example')).rejects.toMatchObject({ name: 'Outage' });
    expect(performance.now() - from).toBeLessThan(6_000);
  }, 10_000);
});
