// WeChat's request channel: only allowed domains, no cookies, WeChat's Referer, no redirects followed.

/** The address the mini-program's develop version asks. */
export const LOGICAL_SERVICE = 'http://127.0.0.1:8080';
const NOT_FORWARDED = /^(host|cookie|origin|referer|connection|content-length|accept-encoding|sec-.*)$/;
const NOT_RETURNED = /^(content-encoding|content-length|transfer-encoding|connection|set-cookie)$/;

/** @param {{ service: string, appId: string }} settings */
export function requestChannel({ service, appId }) {
  const referer = `https://servicewechat.com/${appId}/devtools/page-frame.html`;
  return async (request, response, encodedUrl) => {
    const target = allowed(decodeURIComponent(encodedUrl), service);
    if (!target) return refuse(response, 'url not in domain list');
    const headers = { ...without(request.headers, NOT_FORWARDED), referer };
    const body = ['GET', 'HEAD'].includes(request.method) ? undefined : await bytes(request);
    try {
      const answer = await fetch(target, { method: request.method, headers, body, redirect: 'manual' });
      const content = Buffer.from(await answer.arrayBuffer());
      response.writeHead(answer.status, without(Object.fromEntries(answer.headers), NOT_RETURNED));
      response.end(content);
    } catch (error) {
      refuse(response, `net::${error.cause?.code || 'ERR_FAILED'}`);
    }
    return undefined;
  };
}

/** Links to files bear the service's own address. @param {string} url @param {string} service
 * @returns {URL | null} where it is really sent */
function allowed(url, service) {
  const known = [LOGICAL_SERVICE, new URL(service).origin];
  if (!URL.canParse(url) || !known.includes(new URL(url).origin)) return null;
  const { pathname, search } = new URL(url);
  return Object.assign(new URL(service), { pathname, search });
}

function refuse(response, reason) {
  response.writeHead(200, { 'preview-request-fail': reason });
  response.end();
}

function without(headers, pattern) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !pattern.test(name)));
}

/** @param {AsyncIterable<Buffer>} stream */
export async function bytes(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
