import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describeWithData } from '@vedette/testing';
import { attackTactics, attackTechniques } from './generated/attack-techniques';

interface StixObject {
  readonly type: string;
  readonly name: string;
  readonly revoked?: boolean;
  readonly x_mitre_deprecated?: boolean;
  readonly x_mitre_shortname?: string;
  readonly external_references?: readonly { readonly source_name: string; readonly external_id?: string }[];
  readonly kill_chain_phases?: readonly { readonly phase_name: string }[];
}

describeWithData('the table of ATT&CK techniques', 'intel/enterprise-attack-18.1.json.gz', (file) => {
  const { objects } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { objects: StixObject[] };
  const live = objects.filter((one) => !one.revoked && !one.x_mitre_deprecated);

  it('is that of MITRE: every id, name and tactic', () => {
    const said = live.filter(({ type }) => type === 'attack-pattern').map((one) => [
      one.external_references?.find(({ source_name }) => source_name === 'mitre-attack')?.external_id, one.name, (one.kill_chain_phases ?? []).map(({ phase_name }) => phase_name).sort(),
    ]);
    const ours = attackTechniques.map(({ id, name, tactics }) => [id, name, [...tactics].sort()]);
    expect(ours.length).toBe(691);
    expect(new Map(ours.map(([id, ...rest]) => [id, rest]))).toEqual(new Map(said.map(([id, ...rest]) => [id, rest])));
  });

  it('has its tactics', () => {
    const said = live.filter(({ type }) => type === 'x-mitre-tactic').map(({ x_mitre_shortname, name }) => `${x_mitre_shortname} ${name}`);
    expect(attackTactics.map(({ id, name }) => `${id} ${name}`).sort()).toEqual(said.sort());
  });
});
