import { inFours } from './in-fours';

describe('a secret to type', () => {
  it('stands in groups of four, without a space at its end', () => {
    expect([inFours('JBSWY3DPEHPK3PXP'), inFours('JBSWY3'), inFours('JBSW Y3DP'), inFours('')]).toEqual(['JBSW Y3DP EHPK 3PXP', 'JBSW Y3', 'JBSW Y3DP', '']);
  });
});
