import type { RuleFilter, Severity } from '@vedette/api-client';
import { severities } from '../alerts/alert-filter';

const MOST_TEXT = 200;
const TECHNIQUE = /^T\d{4}(\.\d{3})?$/;

/** The filter as the console has it: null and empty ask for nothing. */
export interface RuleListFilter {
  readonly text: string;
  readonly pack: string;
  readonly level: Severity | null;
  readonly on: boolean | null;
  readonly firing: boolean | null;
  readonly noisy: boolean;
  readonly own: boolean;
  /** `T1059.001`; comes from a link only. */
  readonly technique: string;
}

export const noFilter: RuleListFilter = { text: '', pack: '', level: null, on: null, firing: null, noisy: false, own: false, technique: '' };

/** `?q=powershell&pack=starter&level=high&on=no&firing=yes&noisy=yes&own=yes&technique=T1059`; what is not known is left out. */
export function readRuleFilter(search: URLSearchParams): RuleListFilter {
  const either = (name: string): boolean | null => (search.get(name) === 'yes' ? true : search.get(name) === 'no' ? false : null);
  const technique = (search.get('technique') ?? '').toUpperCase();
  return {
    text: (search.get('q') ?? '').slice(0, MOST_TEXT),
    pack: (search.get('pack') ?? '').slice(0, MOST_TEXT),
    level: severities.find((severity) => severity === (search.get('level') ?? '').toUpperCase()) ?? null,
    on: either('on'),
    firing: either('firing'),
    noisy: search.get('noisy') === 'yes',
    own: search.get('own') === 'yes',
    technique: TECHNIQUE.test(technique) ? technique : '',
  };
}

export function writeRuleFilter({ text, pack, level, on, firing, noisy, own, technique }: RuleListFilter): URLSearchParams {
  const search = new URLSearchParams();
  if (text.trim()) search.set('q', text.trim());
  if (pack.trim()) search.set('pack', pack.trim());
  if (level) search.set('level', level.toLowerCase());
  if (on !== null) search.set('on', on ? 'yes' : 'no');
  if (firing !== null) search.set('firing', firing ? 'yes' : 'no');
  if (noisy) search.set('noisy', 'yes');
  if (own) search.set('own', 'yes');
  if (technique) search.set('technique', technique);
  return search;
}

export function isNoFilter(filter: RuleListFilter): boolean {
  return writeRuleFilter(filter).size === 0;
}

export function askedRules({ text, pack, level, on, firing, noisy, own, technique }: RuleListFilter): RuleFilter {
  return {
    // Lower case may be longer, and the gateway measures that; never half a character at the end.
    text: text.trim().toLowerCase().slice(0, MOST_TEXT).replace(/[\ud800-\udbff]$/, '') || null,
    pack: pack.trim() || null,
    level: level ? [level] : null,
    enabled: on,
    firing,
    noisy: noisy || null,
    own: own || null,
    technique: technique || null,
  };
}
