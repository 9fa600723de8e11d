import { basename, dirname, join } from 'node:path';
import { PackFault } from './pack-file';

/** Where a pack of rules comes from. */
export interface PackSource {
  /** `[a-z0-9-]{1,40}`; first part of the origin of its rules. */
  readonly id: string;
  readonly title: string;
  /** A folder, a zip file, or the https address of a zip file. */
  readonly location: string;
  /** SHA-256 of the zip, hex; an address must name it. */
  readonly sha256?: string;
  /** Holds for rules that name none; read from the pack's own LICENSE where absent. */
  readonly licence?: string;
}

/** The rules written for this product; beside `src` as beside `dist`. */
const ours: readonly PackSource[] = [
  { id: 'starter', title: 'Vedette starter pack', location: join(__dirname, '../../starter'), licence: 'Apache-2.0' },
  { id: 'correlations', title: 'Vedette correlations', location: join(dirname(require.resolve('@vedette/correlation')), '../patterns'), licence: 'Apache-2.0' },
  { id: 'vedette', title: 'Vedette watches itself', location: join(__dirname, '../../vedette'), licence: 'Apache-2.0' },
];

/**
 * `[id=]location[#sha256=…&title=…&licence=…]`, several after commas; `starter`, `correlations` and `vedette` alone are the packs that come with us.
 * @example `starter, sigmahq=https://example.org/sigma_core.zip#sha256=9f86…&licence=DRL-1.1, /srv/our-rules`
 * @throws PackFault
 */
export function parsePackSources(text: string): PackSource[] {
  const packs = text.split(',').map((part) => part.trim()).filter(Boolean).map(parsePack);
  const twice = packs.find(({ id }, index) => packs.findIndex((other) => other.id === id) !== index);
  if (twice) throw new PackFault(`two packs are called ${twice.id}: name one of them, as in other=${twice.location}`);
  return packs;
}

function parsePack(text: string): PackSource {
  const known = ours.find(({ id }) => id === text);
  if (known) return known;
  const [, named, rest = text] = /^([^=/\\#:.]*)=(.*)$/s.exec(text) ?? [];
  const hash = rest.indexOf('#');
  const location = hash < 0 ? rest : rest.slice(0, hash);
  const said = new URLSearchParams(hash < 0 ? '' : rest.slice(hash + 1));
  const id = named ?? basename(location).replace(/\.zip$/i, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 40);
  if (!/^[a-z0-9-]{1,40}$/.test(id)) throw new PackFault(`${text}: a pack's id is made of a to z, 0 to 9 and dashes`);
  const sha256 = said.get('sha256')?.toLowerCase();
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256)) throw new PackFault(`${id}: sha256 is 64 hexadecimal digits`);
  if (/^[a-z]+:\/\//i.test(location)) {
    if (!location.startsWith('https://')) throw new PackFault(`${id}: a pack is fetched over https only`);
    if (!sha256) throw new PackFault(`${id}: a pack that is fetched names its #sha256=…`);
  }
  return { id, title: said.get('title') ?? id, location, sha256, licence: said.get('licence') ?? undefined };
}
