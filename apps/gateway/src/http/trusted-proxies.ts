import type { IncomingMessage } from 'node:http';
import { isWithin, parseNetwork } from '@vedette/identity';
import type { Network } from '@vedette/identity';

/** Load balancers of the installation: what they say of where a request comes from is believed, and nobody else's word. */
export class TrustedProxies {
  private readonly networks: readonly Network[];

  /** @param list TRUSTED_PROXIES: addresses and ranges, parted by commas */
  constructor(list: string | undefined) {
    this.networks = proxiesOf(list ?? '').map((text) => {
      const network = parseNetwork(text);
      if (!network) throw new Error(`TRUSTED_PROXIES: ${text} is no address or range`);
      return network;
    });
  }

  trusts(address: string): boolean {
    return isWithin(this.networks, address);
  }

  /** As Fastify's `request.ip` with `trusts`, for an upgrade, which Fastify never sees. */
  peerOf({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): string {
    let peer = socket.remoteAddress ?? '';
    // Each proxy adds the one it heard from at the end; what stands before the first that is not ours, anybody may have written.
    const said = String(headers['x-forwarded-for'] ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '');
    for (let last = said.pop(); last !== undefined && this.trusts(peer); last = said.pop()) peer = last;
    return peer;
  }
}

export function proxiesOf(list: string): string[] {
  return list.split(',').map((each) => each.trim()).filter((each) => each !== '');
}
