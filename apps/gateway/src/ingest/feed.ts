import type { Gunzip } from 'node:zlib';

/** Writes chunks into a gunzip as fast as it takes them, and ends it; stops where it was destroyed. */
export async function feed(chunks: AsyncGenerator<Buffer>, gunzip: Gunzip): Promise<void> {
  for await (const chunk of chunks) {
    if (gunzip.destroyed) return;
    if (!gunzip.write(chunk)) {
      await new Promise<void>((resolve) => {
        gunzip.once('drain', resolve);
        gunzip.once('close', resolve);
      });
    }
  }
  gunzip.end();
}
