import { isIPv4 } from 'node:net';

/** Only this machine: 127.0.0.0/8, ::1 (RFC 6890), and `localhost` and below it (RFC 6761 §6.3). */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return (isIPv4(name) && name.startsWith('127.')) || name === '::1' || name === 'localhost' || name.endsWith('.localhost');
}
