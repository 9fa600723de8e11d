const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'Chromebook'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac(intosh| OS X)\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
];

/** What a new passkey is called unless its holder knows better: `Chrome on Mac`, and another one than there is already. */
export function passkeyName(userAgent: string, taken: readonly string[]): string {
  const named = (list: typeof browsers) => list.find(([form]) => form.test(userAgent))?.[1];
  const [browser, system] = [named(browsers), named(systems)];
  const name = browser && system ? `${browser} on ${system}` : (system ?? browser ?? 'Passkey');
  let free = name;
  for (let next = 2; taken.includes(free); next += 1) free = `${name} ${next}`;
  return free;
}
