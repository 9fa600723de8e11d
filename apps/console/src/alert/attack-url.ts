import type { AlertDetail } from '@vedette/api-client';

type AttackTag = AlertDetail['attack'][number];

/** The Enterprise tactics of ATT&CK, by the name that Sigma tags use, with their ids. */
const tactics: Readonly<Record<string, string>> = {
  reconnaissance: 'TA0043',
  'resource-development': 'TA0042',
  'initial-access': 'TA0001',
  execution: 'TA0002',
  persistence: 'TA0003',
  'privilege-escalation': 'TA0004',
  'defense-evasion': 'TA0005',
  'credential-access': 'TA0006',
  discovery: 'TA0007',
  'lateral-movement': 'TA0008',
  collection: 'TA0009',
  'command-and-control': 'TA0011',
  exfiltration: 'TA0010',
  impact: 'TA0040',
};

/** The page of a tactic or technique; null for a tag that is neither (a group, a piece of software). */
export function attackUrl({ technique, tactic }: AttackTag): string | null {
  if (technique && /^T\d{4}(\.\d{3})?$/.test(technique)) return `https://attack.mitre.org/techniques/${technique.replace('.', '/')}/`;
  const id = tactic ? tactics[tactic] : undefined;
  return id ? `https://attack.mitre.org/tactics/${id}/` : null;
}

/** `T1059.001`, or `Defense evasion`. */
export function attackWords({ tag, technique, tactic }: AttackTag): string {
  if (technique) return technique;
  if (!tactic) return tag;
  const words = tactic.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
