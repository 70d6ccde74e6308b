// What the preview knows of the demo village: login codes from the stand-in, people and codes from a file.
import fs from 'node:fs';
import { bytes } from './proxy.mjs';

/** @param {string} standin */
export function loginCodes(standin) {
  return async (request, response) => {
    try {
      const { openid } = JSON.parse((await bytes(request)).toString());
      const answer = await fetch(new URL('/__ctl/login-code', standin), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ openid }),
      });
      sendJson(response, answer.status, await answer.json());
    } catch (error) {
      sendJson(response, 502, { error: error.cause?.code || error.message });
    }
  };
}

/** @param {string | undefined} file @returns {{ people: object[], codes: object[] }} */
export function readCatalogue(file) {
  const empty = { people: [], codes: [] };
  return file && fs.existsSync(file) ? { ...empty, ...JSON.parse(fs.readFileSync(file, 'utf8')) } : empty;
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} value */
export function sendJson(response, status, value) {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  response.writeHead(status, headers);
  response.end(JSON.stringify(value));
}
