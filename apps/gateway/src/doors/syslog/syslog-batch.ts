import type { SyslogPost } from './batch-writer';

const MOST_EVENTS = 500;
const MOST_BYTES = 256 * 1024;
/** Each key and source is a commit of its own; what names more of them in one batch goes to the door's own source. */
const MOST_POSTS = 16;

/** Messages of one connection that will be stored together, by key and source. */
export class SyslogBatch {
  private readonly byName = new Map<string, SyslogPost & { readonly frames: Buffer[] }>();
  private bytes = 0;
  events = 0;

  constructor(private readonly fallback: string) {}

  add(key: string, source: string, frame: Buffer): void {
    const wanted = `${source} ${key}`;
    const fits = this.byName.has(wanted) || this.byName.size < MOST_POSTS;
    const name = fits ? wanted : `${this.fallback} ${key}`;
    let post = this.byName.get(name);
    if (!post) this.byName.set(name, (post = { key, source: fits ? source : this.fallback, frames: [] }));
    post.frames.push(frame);
    this.events++;
    this.bytes += frame.length;
  }

  get full(): boolean {
    return this.events >= MOST_EVENTS || this.bytes >= MOST_BYTES;
  }

  get posts(): readonly SyslogPost[] {
    return [...this.byName.values()];
  }
}
