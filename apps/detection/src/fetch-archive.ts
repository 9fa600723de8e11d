import type { FetchArchive } from '@vedette/detection';
import { Outage } from '@vedette/kernel';

const PATIENCE_MS = 60_000;

/**
 * Fetches a pack over https, at most `maxBytes`, following redirects (release archives live behind one) to https only.
 * What arrives is whatever the address serves: the checksum in the configuration decides whether it is taken.
 * @throws Outage(host) for anything but the whole archive
 */
export const fetchArchive: FetchArchive = async (url, { maxBytes }) => {
  const { host } = new URL(url);
  try {
    const answer = await fetch(url, { redirect: 'follow', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok || !answer.body) throw new Error(`${host} answered ${answer.status}`);
    if (!answer.url.startsWith('https://')) throw new Error(`${host} leads away from https`);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of answer.body) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Error(`${host} sent more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw new Outage(host, error);
  }
};
