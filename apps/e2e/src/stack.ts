import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const server = path.resolve(__dirname, '../../../tools/start/stack-server.mjs');

export interface Demo {
  readonly email: string;
  readonly password: string;
  readonly apiKey: string;
}

type Answer = { id?: number; ok?: boolean; error?: string; failed?: string; ready?: { url: string; urls: string[]; demo: Demo } };

/** The real processes on a folder and ports of their own. `order` does what an operator, or bad luck, would do. */
export interface Stack {
  readonly url: string;
  readonly urls: readonly string[];
  readonly demo: Demo;
  order(command: { do: string; name?: string; stayDown?: boolean }): Promise<void>;
  stop(): Promise<void>;
}

export async function startStack(options: { gateways?: number; detections?: number; variables?: Readonly<Record<string, string>> } = {}): Promise<Stack> {
  const home = mkdtempSync(path.join(tmpdir(), 'vedette-e2e-'));
  const child = spawn(process.execPath, [server, JSON.stringify({ home, temporary: true, build: false, ...options })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  const booted = new Promise<Required<Answer>['ready']>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the installation ended with code ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = JSON.parse(line) as Answer;
      if (answer.failed) reject(new Error(answer.failed));
      else if (answer.ready) resolve(answer.ready);
      else if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
    });
  });
  const order: Stack['order'] = (command) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, (answer) => (answer.error ? reject(new Error(`${command.do}: ${answer.error}`)) : resolve()));
      child.stdin.write(`${JSON.stringify({ id, ...command })}\n`);
    });
  const ready = await booted;
  return { ...ready, order, stop: () => order({ do: 'stop' }) };
}
