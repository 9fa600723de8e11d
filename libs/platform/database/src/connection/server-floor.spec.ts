import { checkServerFloor } from './server-floor';

describe('the server floor', () => {
  it.each([150013, 160009, 170005, 180003, 140020, 90603])('refuses %i', (version) => {
    expect(() => checkServerFloor(version)).toThrow(/needed/);
  });

  it.each([150014, 150018, 160010, 170006, 180004, 190000])('accepts %i', (version) => {
    expect(() => checkServerFloor(version)).not.toThrow();
  });
});
