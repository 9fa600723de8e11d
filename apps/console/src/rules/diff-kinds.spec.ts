import { diffKinds } from './diff-kinds';

describe('a unified diff', () => {
  it('is told apart line by line', () => {
    const diff = '--- own/a.yml (1)\n+++ own/a.yml (2)\n@@ -1,2 +1,2 @@\n title: a\n-level: low\n+level: high\n';
    expect(diffKinds(diff).map(({ kind }) => kind)).toEqual(['head', 'head', 'place', 'both', 'gone', 'new']);
  });

  it('takes a document’s own separator for a line that went or came', () => {
    const diff = '--- a\n+++ b\n@@ -1,1 +1,1 @@\n----\n+++ x\n';
    expect(diffKinds(diff).map(({ kind }) => kind)).toEqual(['head', 'head', 'place', 'gone', 'new']);
  });

  it('has no line where nothing differs', () => {
    expect(diffKinds('')).toEqual([]);
  });
});
