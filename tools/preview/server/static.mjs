// Serves files of a few folders, and nothing outside of them.
import fs from 'node:fs';
import path from 'node:path';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * @param {import('node:http').ServerResponse} response
 * @param {string[]} folders tried in this order @param {string} name
 * @param {string} [caching]
 */
export function sendFile(response, folders, name, caching = 'no-store') {
  const file = folders.map((folder) => inside(folder, name)).find((one) => one && isFile(one));
  if (!file) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('not found');
    return;
  }
  const type = TYPES[path.extname(file)] || 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'cache-control': caching });
  fs.createReadStream(file).pipe(response);
}

function inside(folder, name) {
  const file = path.resolve(folder, name);
  return file.startsWith(path.resolve(folder) + path.sep) ? file : null;
}

function isFile(file) {
  return fs.existsSync(file) && fs.statSync(file).isFile();
}
