import { size } from './upload-size';

describe('the size of a file', () => {
  it('is said in units that keep it short, and never rounded up to all of it', () => {
    expect([0, 999, 1000, 1_449_999, 999_999, 2_147_483_648, 5e13].map(size)).toEqual(['0 bytes', '999 bytes', '1.0 kB', '1.4 MB', '999 kB', '2.1 GB', '50,000 GB']);
  });
});
