import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describeWithData } from '@vedette/testing';
import { normalise } from './normalise';

interface Labelled {
  readonly logTypes: readonly string[] | null;
  readonly log: Readonly<Record<string, unknown>>;
}

/** Upstream's type → the products we may say; where a rule is for several types its logs are of any of them. */
const products: Readonly<Record<string, readonly string[]>> = {
  Amazon: ['kubernetes', 'aws'], AppOmni: ['appomni'], Atlassian: ['atlassian'], CarbonBlack: ['carbonblack'], CiscoUmbrella: ['crowdstrike', 'dns'],
  Crowdstrike: ['crowdstrike'], GSuite: ['gcp'], Gravitational: ['teleport'], Microsoft365: ['m365'], MicrosoftGraph: ['m365'], MicrosoftIntune: ['azure'],
  MongoDB: ['mongodb'], OCSF: ['aws'], OneLogin: ['onelogin'], OnePassword: ['onepassword'], Suricata: ['crowdstrike', 'network'], Zeek: ['crowdstrike', 'zeek'],
};

function productsOf(type: string): readonly string[] {
  const vendor = type.split('.', 1)[0] ?? '';
  return products[vendor] ?? [vendor.toLowerCase()];
}

describeWithData("Panther's labelled logs", 'events/panther-labelled-logs.ndjson.gz', (file) => {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  const logs = lines.map((line) => JSON.parse(line) as Labelled);

  it('are read without loss', () => {
    for (const { log } of logs) {
      const { fields } = normalise(JSON.parse(JSON.stringify(log)));
      for (const [name, value] of Object.entries(log)) expect(fields[name]).toEqual(value);
    }
  });

  it('are recognised for what they are, by type', () => {
    const table = new Map<string, { logs: number; recognised: number; wrong: number; kinds: Set<string> }>();
    for (const { logTypes: types, log } of logs) {
      const logTypes = types ?? [];
      const key = logTypes.length === 1 ? (logTypes[0] ?? '') : logTypes.length === 0 ? '(no type: query results)' : `(one of ${logTypes.length} types)`;
      const row = table.get(key) ?? { logs: 0, recognised: 0, wrong: 0, kinds: new Set<string>() };
      table.set(key, row);
      row.logs++;
      const { kind } = normalise(JSON.parse(JSON.stringify(log)));
      if (kind === undefined) continue;
      row.recognised++;
      row.kinds.add(kind);
      if (logTypes.length > 0 && !logTypes.some((type) => productsOf(type).includes(kind.split('/', 1)[0] ?? ''))) row.wrong++;
    }
    const rows = [...table].sort((a, b) => b[1].logs - a[1].logs);
    console.log(rows.map(([type, { logs: all, recognised, wrong, kinds }]) => `${String(recognised).padStart(4)} of ${String(all).padStart(4)}${wrong ? ` (${wrong} taken for another)` : ''}  ${type}: ${[...kinds].join(', ')}`).join('\n'));
    const typed = rows.filter(([type]) => !type.startsWith('(no type'));
    const sum = (of: 'logs' | 'recognised' | 'wrong') => typed.reduce((total, [, row]) => total + row[of], 0);
    console.log(`${sum('recognised')} of ${sum('logs')} logs recognised, ${sum('wrong')} taken for another`);
    expect({ logs: sum('logs'), recognised: sum('recognised'), wrong: sum('wrong') }).toEqual({ logs: 1_501, recognised: 1_481, wrong: 0 });
  });
});
