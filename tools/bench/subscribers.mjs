import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const query = 'subscription { alertChanged { cursor alert { id entity { value } eventCount } } }';

/** A socket for each of the keys, which hears every alert of its tenant: `onAlert(alert, receivedAt, place of the key)`. */
export async function openSubscribers(url, keys, onAlert) {
  const clients = [];
  let deliveries = 0;
  for (const [place, key] of keys.entries()) {
    const client = createClient({
      url: `${url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => undefined,
      connectionParams: { authorization: `Bearer ${key}` },
    });
    await new Promise((resolve, reject) => {
      client.on('connected', resolve);
      client.on('error', reject);
      client.on('closed', (event) => reject(new Error(`socket closed: ${event?.code} ${event?.reason}`)));
    });
    client.subscribe(
      { query },
      {
        next: ({ data }) => {
          deliveries++;
          if (data) onAlert(data.alertChanged.alert, performance.now(), place);
        },
        error: (error) => console.error('bench: subscription', error),
        complete: () => {},
      },
    );
    clients.push(client);
  }
  return { deliveries: () => deliveries, close: () => Promise.all(clients.map((client) => client.dispose())) };
}
