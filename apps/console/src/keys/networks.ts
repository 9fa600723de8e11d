export const MOST_NETWORKS = 50;

export interface NetworkFault {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** Addresses and ranges, one per line; empty lines count for nothing. The gateway decides; this says it while one types. */
export function readNetworks(text: string): { readonly networks: readonly string[]; readonly faults: readonly NetworkFault[] } {
  const lines = text.split('\n').map((line, index) => ({ line: index + 1, network: line.trim() }));
  const filled = lines.filter(({ network }) => network !== '');
  const faults = filled.flatMap(({ line, network }) => {
    const message = networkFault(network);
    return message === null ? [] : [{ line, message }];
  });
  const beyond = filled[MOST_NETWORKS];
  return {
    networks: [...new Set(filled.map(({ network }) => network))],
    faults: beyond ? [...faults, { line: beyond.line, message: `A key has at most ${MOST_NETWORKS} networks.` }] : faults,
  };
}

function networkFault(network: string): string | null {
  const [address = '', length, ...more] = network.split('/');
  const bits = isV4(address) ? 32 : isV6(address) ? 128 : null;
  if (bits === null || more.length > 0) return `“${network.slice(0, 60)}” is no address or range, such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32.`;
  if (length === undefined) return null;
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits) return `After the slash stands a number from 0 to ${bits}.`;
  return length === '0' ? 'This is every address there is: leave the field empty instead.' : null;
}

function isV4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isV6(text: string): boolean {
  return text.includes(':') && /^[0-9a-f:.]{2,45}$/i.test(text) && URL.canParse(`http://[${text}]/`);
}
