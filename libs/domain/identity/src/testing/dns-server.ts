import { createSocket } from 'node:dgram';
import { decode, encode } from 'dns-packet';
import type { Answer } from 'dns-packet';

/** A DNS server on loopback that answers TXT questions from a table. */
export interface DnsServer {
  /** For `DNS_SERVERS`: `127.0.0.1:40053`. */
  readonly address: string;
  /** By name: what is published. `silent` keeps quiet, `failing` answers SERVFAIL. */
  readonly records: Map<string, readonly string[] | 'silent' | 'failing'>;
  /** Names that were asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

const NXDOMAIN = 3;
const SERVFAIL = 2;

export async function openDnsServer(): Promise<DnsServer> {
  const records: DnsServer['records'] = new Map();
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const query = decode(message);
    const [question] = query.questions ?? [];
    if (!question) return;
    asked.push(question.name);
    const found = records.get(question.name.toLowerCase());
    if (found === 'silent') return;
    const answers: Answer[] = Array.isArray(found) ? found.map((data: string) => ({ type: 'TXT', name: question.name, ttl: 1, data })) : [];
    const code = found === 'failing' ? SERVFAIL : found === undefined ? NXDOMAIN : 0;
    socket.send(encode({ type: 'response', id: query.id, flags: 0x0180 | code, questions: [question], answers }), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    records,
    asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
