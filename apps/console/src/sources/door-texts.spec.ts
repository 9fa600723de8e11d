import { doors, doorText, readDoor } from './door-texts';

const place = { protocol: 'https:', hostname: 'vedette.example', port: '' };

describe('what to paste to send events', () => {
  it('holds this installation and the name, and never a key', () => {
    for (const [door] of doors) {
      const { text } = doorText(door, place, 'shop-7');
      expect(text).toContain('vedette.example');
      expect(text).toContain('shop-7');
      expect(text).toContain('<your key>');
      expect(text).not.toMatch(/vdt_|undefined/);
    }
  });

  it('names the port where the shipper would take another', () => {
    expect(doorText('elastic', place, 'a').text).toContain('"https://vedette.example:443"');
    expect(doorText('elastic', { protocol: 'http:', hostname: '127.0.0.1', port: '4000' }, 'a').text).toContain('"http://127.0.0.1:4000"');
    expect(doorText('http', { ...place, port: '8443' }, 'a').text).toContain('https://vedette.example:8443/v1/events');
  });

  it('takes nothing into a shell that is no name', () => {
    for (const name of ["x'; rm -rf ~", '$(id)', 'a"b', '', 'A', '../x', 'x\ny']) {
      for (const [door] of doors) expect(doorText(door, place, name).text).toBe(doorText(door, place, 'web-1').text);
    }
  });

  it('is found by its name in an address, and nothing else is', () => {
    expect([readDoor('otlp'), readDoor('toString'), readDoor(null)]).toEqual(['otlp', null, null]);
  });
});
