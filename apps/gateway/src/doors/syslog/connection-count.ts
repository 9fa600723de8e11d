/** How many connections there are, from one address and in all: each holds memory, whoever opened it. */
export class ConnectionCount {
  private readonly byAddress = new Map<string, number>();
  private all = 0;

  constructor(private readonly most: { readonly perAddress: number; readonly inAll: number }) {}

  /** Counts one in, unless there are too many. Call what it answers once when the connection is closed. */
  enter(address: string | undefined): (() => void) | undefined {
    const from = address ?? '';
    const open = this.byAddress.get(from) ?? 0;
    if (this.all >= this.most.inAll || open >= this.most.perAddress) return undefined;
    this.all++;
    this.byAddress.set(from, open + 1);
    return () => this.leave(from);
  }

  private leave(address: string): void {
    this.all--;
    const open = (this.byAddress.get(address) ?? 1) - 1;
    if (open > 0) this.byAddress.set(address, open);
    else this.byAddress.delete(address);
  }
}
