// What the preview knows of the demo village: people, codes and templates from a file; what WeChat itself gives to the
// phone in her hand comes from the stand-in.
import fs from 'node:fs';
import { bytes } from './proxy.mjs';

/** What a phone may order of the stand-in, as the last part of its control address. */
export const ORDERS = ['login-code', 'phone-code', 'dialogue'];

/** @param {string} standin */
export function standinOrders(standin) {
  return async (request, response, order) => {
    try {
      const answer = await fetch(new URL(`/__ctl/${order}`, standin), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: await bytes(request),
      });
      sendJson(response, answer.status, await answer.json());
    } catch (error) {
      sendJson(response, 502, { error: error.cause?.code || error.message });
    }
  };
}

/** @param {string | undefined} file @returns {{ people: object[], codes: object[], templates: object[] }} */
export function readCatalogue(file) {
  const empty = { people: [], codes: [], templates: [] };
  return file && fs.existsSync(file) ? { ...empty, ...JSON.parse(fs.readFileSync(file, 'utf8')) } : empty;
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} value */
export function sendJson(response, status, value) {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  response.writeHead(status, headers);
  response.end(JSON.stringify(value));
}
