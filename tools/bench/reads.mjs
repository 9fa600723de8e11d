import { post } from './http.mjs';
import { median, percentile } from './report.mjs';

const page = 'query { alerts(first: 50) { edges { node { id rule { title } severity status entity { value } eventCount lastEventAt } } pageInfo { endCursor } } }';
const one = 'query ($id: ID!) { alert(id: $id) { id } }';

export async function ask(url, key, query, variables) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'vedette-client': 'bench' };
  const { text } = await post(`${url}/graphql`, headers, JSON.stringify({ query, variables }));
  const { data, errors } = JSON.parse(text);
  if (errors) throw new Error(`bench: ${JSON.stringify(errors).slice(0, 300)}`);
  return data;
}

/** A page of 50 at a steady rate, whether or not the last answer has come: how long each took, ms. */
export async function listPages(url, key, { perSecond, seconds }) {
  const took = [];
  const underWay = [];
  const start = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const wait = start + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const asked = performance.now();
    underWay.push(ask(url, key, page).then(() => took.push(performance.now() - asked)));
  }
  await Promise.all(underWay);
  return { p50: percentile(took, 0.5), p99: percentile(took, 0.99) };
}

/**
 * What another tenant's id costs beside one that nobody has (isolation A9): medians of alternating requests, in ms.
 * `ids` are [other tenant's, unknown] and both must answer null.
 */
export async function foreignIds(url, key, [foreign, unknown], rounds = 400) {
  const times = { foreign: [], unknown: [] };
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 ? ['foreign', 'unknown'] : ['unknown', 'foreign'];
    for (const name of order) {
      const start = performance.now();
      const { alert } = await ask(url, key, one, { id: name === 'foreign' ? foreign : unknown });
      times[name].push(performance.now() - start);
      if (alert !== null) throw new Error('bench: an alert of another tenant was answered');
    }
  }
  const medians = { foreign: median(times.foreign), unknown: median(times.unknown) };
  return { ...medians, ratio: medians.foreign / medians.unknown };
}
