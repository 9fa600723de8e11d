import { ownPath, titleIn } from './own-path';

describe('the title of a text', () => {
  it.each([
    ['title: Curl is used\nid: a', 'Curl is used'],
    ['id: a\ntitle:   "Curl: used"  ', 'Curl: used'],
    ["title: 'It''s'", "It''s"],
    ['title: Curl # for now', 'Curl'],
    ['related:\n  - title: below', ''],
    ['', ''],
  ])('of %j is %j', (yaml, title) => {
    expect(titleIn(yaml)).toBe(title);
  });
});

describe('the path of a new rule', () => {
  it.each([
    ['title: PowerShell hides its Window!', 'own/powershell-hides-its-window.yml'],
    ['title: ../../etc/passwd', 'own/etc-passwd.yml'],
    ['title: Überwachung des Prozesses', 'own/uberwachung-des-prozesses.yml'],
    ['title: 日本語', 'own/rule.yml'],
    ['nothing', 'own/rule.yml'],
    [`title: ${'x'.repeat(500)}`, `own/${'x'.repeat(60)}.yml`],
  ])('of %j is %s', (yaml, path) => {
    expect(ownPath(yaml)).toBe(path);
  });
});
