// Addresses of pages: `/pages/x/x?a=b`, absolute or relative to a page.

/** @param {string} url @param {string} [from] the path of the page it is written in */
export function parsePageUrl(url, from = '') {
  const [address, search = ''] = url.split('?');
  const absolute = address.startsWith('/') ? address : `/${from.replace(/[^/]*$/, '')}${address}`;
  return { path: new URL(absolute, 'http://phone').pathname.slice(1), query: parseQuery(search) };
}

/** WeChat hands the values over as they are written, still encoded. @param {string} search */
function parseQuery(search) {
  const pairs = search.split('&').filter(Boolean).map((pair) => {
    const [name, ...rest] = pair.split('=');
    return [name, rest.join('=')];
  });
  return Object.fromEntries(pairs);
}

/** @param {{ path: string, query: Record<string, string> }} page */
export function formatPageUrl({ path, query }) {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return `/${path}${pairs.length ? `?${pairs.join('&')}` : ''}`;
}
