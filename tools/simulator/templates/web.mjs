/** Web access records with the W3C extended log's field names. */
const pages = ['/', '/shop', '/cart', '/item', '/login', '/about', '/search'];

const request = (time, pick, path, query = '', more = {}) => ({
  'date-time': time.toISOString(),
  'c-ip': `198.51.100.${pick.number(1, 250)}`,
  'cs-method': 'GET',
  'cs-uri-stem': path,
  'cs-uri-query': query,
  'cs-uri': query ? `${path}?${query}` : path,
  'sc-status': 200,
  'cs-host': 'shop.corp.example',
  'cs-user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  ...more,
});

export const ordinary = [
  (time, pick) => request(time, pick, pick(pages)),
  (time, pick) => request(time, pick, '/item', `id=${pick.number(1, 900)}`),
  (time, pick) => request(time, pick, '/search', 'q=lamp'),
];

export const attacks = [
  (time, pick) => request(time, pick, '/item', 'id=1%20union%20select%20password,2%20from%20users'),
  (time, pick) => request(time, pick, '/download', 'file=../../../../etc/passwd'),
  (time, pick) => request(time, pick, '/login', '', { 'cs-user-agent': 'sqlmap/1.8#stable (https://sqlmap.org)' }),
];
