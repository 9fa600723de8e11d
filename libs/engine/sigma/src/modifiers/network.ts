/** An IP network; addresses are bytes, 4 for IPv4 and 16 for IPv6. */
export interface Network {
  readonly bytes: Uint8Array;
  readonly bits: number;
}

function parseIpv4(text: string): Uint8Array | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return null;
  const bytes = match.slice(1).map(Number);
  return bytes.every((byte) => byte <= 255) ? Uint8Array.from(bytes) : null;
}

function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const pieces = text.split(':');
  for (const [at, piece] of pieces.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(piece)) groups.push(Number.parseInt(piece, 16));
    else {
      const tail = at === pieces.length - 1 ? parseIpv4(piece) : null;
      if (!tail) return null;
      groups.push(((tail[0] ?? 0) << 8) | (tail[1] ?? 0), ((tail[2] ?? 0) << 8) | (tail[3] ?? 0));
    }
  }
  return groups;
}

function parseIpv6(text: string): Uint8Array | null {
  const bare = text.replace(/%.*$/, '');
  if (bare.length > 45 || !bare.includes(':')) return null;
  const halves = bare.split('::');
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0] ?? '');
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '') : [];
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const bytes = new Uint8Array(16);
  [...head, ...Array.from({ length: missing }, () => 0), ...tail].forEach((group, at) => {
    bytes[at * 2] = group >> 8;
    bytes[at * 2 + 1] = group & 255;
  });
  return bytes;
}

/** The bytes of an address, or null. An IPv4-mapped IPv6 address (`::ffff:10.0.0.1`) is the IPv4 one (RFC 4291 2.5.5.2). */
export function parseAddress(text: string): Uint8Array | null {
  if (text.length > 64) return null;
  const bare = text.trim();
  const v4 = parseIpv4(bare);
  if (v4) return v4;
  const v6 = parseIpv6(bare);
  if (!v6) return null;
  const mapped = v6.subarray(0, 10).every((byte) => byte === 0) && v6[10] === 255 && v6[11] === 255;
  return mapped ? v6.slice(12) : v6;
}

/** `10.0.0.0/8`, `fe80::/10` or a single address; null when it is neither. */
export function parseNetwork(text: string): Network | null {
  const [address = '', length, ...rest] = text.trim().split('/');
  const bytes = parseIpv4(address) ?? parseIpv6(address);
  if (!bytes || rest.length > 0) return null;
  if (length === undefined) return { bytes, bits: bytes.length * 8 };
  if (!/^\d{1,3}$/.test(length) || Number(length) > bytes.length * 8) return null;
  return { bytes, bits: Number(length) };
}

export function isInNetwork(network: Network, text: string): boolean {
  const bytes = parseAddress(text);
  if (!bytes || bytes.length !== network.bytes.length) return false;
  const whole = network.bits >> 3;
  for (let i = 0; i < whole; i++) if (bytes[i] !== network.bytes[i]) return false;
  const left = network.bits & 7;
  if (left === 0) return true;
  const mask = (0xff << (8 - left)) & 0xff;
  return ((bytes[whole] ?? 0) & mask) === ((network.bytes[whole] ?? 0) & mask);
}
