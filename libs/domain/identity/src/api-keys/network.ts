import { isIP } from 'node:net';

/** A range of addresses (RFC 4632, RFC 4291). */
export interface Network {
  readonly bits: 32 | 128;
  readonly base: bigint;
  readonly prefix: number;
}

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/**
 * `10.0.0.0/8`, `2001:db8::/32`, or one address. Bits beyond the prefix count for nothing.
 * @returns null for what is none
 */
export function parseNetwork(text: string): Network | null {
  const [, address = '', length] = /^([0-9a-fA-F:.]{2,45})(?:\/(0|[1-9]\d{0,2}))?$/.exec(text.trim().slice(0, 60)) ?? [];
  const read = parseAddress(address);
  if (!read) return null;
  // An IPv4 address written as IPv6 has its prefix counted from there, too.
  const spelled = isIP(address) === 6 ? 128 : 32;
  const prefix = (length === undefined ? spelled : Number(length)) - (spelled - read.bits);
  if (prefix < 0 || prefix > read.bits) return null;
  return network(read, prefix);
}

export function formatNetwork({ bits, base, prefix }: Network): string {
  return `${formatAddress({ bits, value: base })}/${prefix}`;
}

/** @param address of a socket; what is none lies in no network */
export function isWithin(networks: readonly Network[], address: string): boolean {
  const read = parseAddress(address);
  return read !== null && networks.some(({ bits, base, prefix }) => bits === read.bits && mask(read, prefix) === base);
}

/** What is kept of an address that used a key: its /24 or /48, which says where and not who. */
export function coarseNetwork(address: string): string | null {
  const read = parseAddress(address);
  return read && formatNetwork(network(read, read.bits === 32 ? 24 : 48));
}

function network(address: Address, prefix: number): Network {
  return { bits: address.bits, base: mask(address, prefix), prefix };
}

function mask({ bits, value }: Address, prefix: number): bigint {
  const rest = BigInt(bits - prefix);
  return (value >> rest) << rest;
}

/** IPv4 as a socket for both families shows it (`::ffff:192.0.2.7`) is IPv4. */
function parseAddress(text: string): Address | null {
  const [plain = ''] = text.split('%', 1);
  if (isIP(plain) === 4) return { bits: 32, value: joined(plain.split('.').map(Number), 8n) };
  if (isIP(plain) !== 6) return null;
  const value = joined(groupsOf(plain), 16n);
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
}

/** The eight groups of an address that `node:net` found well formed. */
function groupsOf(text: string): number[] {
  const [, head = text, tail] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  const [a = 0, b = 0, c = 0, d = 0] = tail?.split('.').map(Number) ?? [];
  const full = tail === undefined ? text : `${head}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  const [before = '', after] = full.split('::', 2).map((part) => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16))));
  const [left, right] = [before === '' ? [] : before, after ?? []];
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}

function joined(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((value, part) => (value << width) | BigInt(part), 0n);
}

function formatAddress({ bits, value }: Address): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(':');
  // RFC 5952: the longest run of zeros, of two groups at least, is left out.
  const [longest = ''] = [...groups.matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)].map(([run]) => run).sort((one, other) => other.length - one.length);
  if (longest === '') return groups;
  const at = groups.indexOf(longest, groups.search(new RegExp(`(?<![0-9a-f])${longest}(?![0-9a-f])`)));
  return `${groups.slice(0, at).replace(/:$/, '')}::${groups.slice(at + longest.length).replace(/^:/, '')}`;
}
