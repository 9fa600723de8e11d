import { refuse } from '../refusals';

const PATH = /^[a-z0-9-]{1,40}\/[^\\\p{C}\p{Zl}\p{Zp}]{1,399}\.ya?ml$/u;
const PACK = /^[a-z0-9-]{1,40}$/;

export function isPackName(pack: string): boolean {
  return PACK.test(pack);
}

/** `pack/folders/name.yml`, as in a zip: no hidden part, none that climbs. */
export function isRuleFilePath(path: string): boolean {
  return path.length <= 440 && PATH.test(path) && path.split('/').every((part) => part.trim() !== '' && !part.startsWith('.'));
}

/** @throws Refusal `rule_file.path_malformed` */
export function checkedPath(path: string): string {
  if (!isRuleFilePath(path)) throw refuse('rule_file.path_malformed');
  return path;
}

export function packOfPath(path: string): string {
  return path.slice(0, path.indexOf('/'));
}
