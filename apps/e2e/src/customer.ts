import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** What a customer's script can do with a key: send events, ask, and listen. */
export interface Seen {
  readonly cursor: string;
  readonly alert: { readonly id: string; readonly rule: { readonly id: string }; readonly entity: { readonly value: string }; readonly eventCount: number };
}

export async function send(url: string, key: string, events: readonly object[], options: { source?: string; idempotencyKey?: string } = {}) {
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/x-ndjson',
      'vedette-source': options.source ?? 'e2e',
      ...(options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : {}),
    },
    body: events.map((event) => JSON.stringify(event)).join('\n'),
  });
  return { status: answer.status, body: (await answer.json()) as { accepted?: number; rejected?: unknown[] } };
}

/** Sends until it is acknowledged, as shippers do: the same idempotency key, so that it counts once. */
export async function sendUntilAcknowledged(urls: readonly string[], key: string, events: readonly object[], idempotencyKey: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const url = urls[attempt % urls.length] ?? '';
    const answer = await send(url, key, events, { idempotencyKey }).catch(() => null);
    if (answer?.status === 202) return;
    if (answer && answer.status < 500 && answer.status !== 429) throw new Error(`refused: ${answer.status} ${JSON.stringify(answer.body)}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error('never acknowledged');
}

export async function ask<T>(url: string, key: string, query: string, variables: object = {}): Promise<T> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'vedette-client': 'e2e' },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await answer.json()) as { data: T; errors?: unknown };
  if (body.errors) throw new Error(JSON.stringify(body.errors));
  return body.data;
}

const alertChanged = `subscription Changes($after: String) {
  alertChanged(after: $after) { cursor alert { id rule { id } entity { value } eventCount } }
}`;

/** Listens until `stop`; what it saw stays in `seen`, in order. */
export async function listen(url: string, key: string, after?: string) {
  const seen: Seen[] = [];
  const problems: unknown[] = [];
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => undefined,
    connectionParams: { authorization: `Bearer ${key}` },
  });
  const closed = new Promise<void>((resolve) => client.on('closed', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    client.on('connected', () => resolve());
    client.on('error', reject);
  });
  client.subscribe<{ alertChanged: Seen }>(
    { query: alertChanged, variables: { after } },
    {
      next: ({ data, errors }) => {
        if (data) seen.push(data.alertChanged);
        if (errors) problems.push(...errors);
      },
      error: (problem) => problems.push(problem),
      complete: () => undefined,
    },
  );
  return { seen, problems, closed, stop: () => client.dispose() };
}

export async function until(what: string, check: () => boolean | Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${timeoutMs / 1000} s in vain: ${what}`);
}
