// Builds the mini-program and serves its preview on this machine: `node tools/preview/serve.mjs`.
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { appIdOf, build } from './build.mjs';
import { ORDERS, readCatalogue, sendJson, standinOrders } from './server/demo.mjs';
import { LOGICAL_SERVICE, requestChannel } from './server/proxy.mjs';
import { sendFile } from './server/static.mjs';

const HOST = '127.0.0.1';
const PAGES = fileURLToPath(new URL('./pages/', import.meta.url));
const FONTS = path.dirname(fileURLToPath(import.meta.resolve('@fontsource/noto-sans-sc/package.json')));
const A_DAY = 'max-age=86400';

/**
 * Rejects with BuildRefused when the mini-program has errors.
 * @param {{ source: string, out: string, port?: number, service?: string, standin?: string,
 *   catalogue?: string }} options
 * @returns {Promise<{ url: string, warnings: string[], close: () => Promise<void> }>}
 */
export async function startPreview({ port = 0, service = LOGICAL_SERVICE, ...options }) {
  const { source, out, standin = 'http://127.0.0.1:8081', catalogue } = options;
  const { errors, warnings } = await build({ source, out });
  if (errors.length) throw new BuildRefused(errors);
  const send = routes({ source, out, catalogue, standin, service, appId: appIdOf(source) });
  const server = createServer(async (request, response) => {
    try {
      await send(request, response);
    } catch (error) {
      sendJson(response, 500, { error: String(error) });
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve(undefined));
  });
  const { port: taken } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const url = `http://${HOST}:${taken}/preview/`;
  return { url, warnings, close: () => closed(server) };
}

/** The mini-program has errors; each begins with file:line. */
class BuildRefused extends Error {
  constructor(errors) {
    super(errors.map((error) => `error: ${error}`).join('\n'));
  }
}

function routes({ source, out, catalogue, standin, service, appId }) {
  const channel = requestChannel({ service, appId });
  const order = standinOrders(standin);
  return (request, response) => {
    const address = request.url.split('?')[0];
    const [, area = '', rest = ''] = /^\/preview\/([^/]*)\/?(.*)$/.exec(address) || [, 'none'];
    if (area === 'request') return channel(request, response, rest);
    if (ORDERS.includes(area)) return order(request, response, area);
    if (area === 'catalogue') return sendJson(response, 200, readCatalogue(catalogue));
    if (area === 'fonts') return sendFile(response, [path.join(FONTS, 'files')], rest, A_DAY);
    if (area === 'phone') return sendPhone(response, decodeURIComponent(rest), source, out);
    if (area === 'none') return redirect(response);
    return sendFile(response, [PAGES], area || 'frame.html');
  };
}

function sendPhone(response, name, source, out) {
  if (name.startsWith('files/')) return sendFile(response, [source], name.slice('files/'.length));
  return sendFile(response, [out, PAGES], name || 'phone.html');
}

function redirect(response) {
  response.writeHead(302, { location: '/preview/' });
  response.end();
}

function closed(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve(undefined)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const { PREVIEW_SOURCE = path.join(root, 'miniprogram') } = process.env;
  const { PREVIEW_FOLDER = path.join(root, 'var/preview') } = process.env;
  const { PREVIEW_PORT = '8082', PREVIEW_SERVICE, PREVIEW_STANDIN, PREVIEW_CATALOGUE } = process.env;
  try {
    const preview = await startPreview({
      source: PREVIEW_SOURCE,
      out: PREVIEW_FOLDER,
      port: Number(PREVIEW_PORT),
      service: PREVIEW_SERVICE,
      standin: PREVIEW_STANDIN,
      catalogue: PREVIEW_CATALOGUE,
    });
    console.log(`preview: ${preview.url}`);
    for (const name of ['SIGTERM', 'SIGINT']) process.once(name, () => preview.close());
  } catch (error) {
    console.error(error instanceof BuildRefused ? error.message : `preview: ${error.message}`);
    process.exitCode = 1;
  }
}
