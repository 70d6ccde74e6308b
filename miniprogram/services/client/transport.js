// The only place that sends anything: one request, one answer or one Refusal.
const config = require('../../config');
const line = require('./line');
const { lineDown, refused } = require('./refusal');

const ENDED = 'session-ended'; // the header; phones spell it as they like

/**
 * @typedef {object} Call
 * @property {'GET' | 'POST' | 'PUT' | 'DELETE'} [method]
 * @property {string} path below /api/v1
 * @property {Record<string, any>} [query] empty ones are left out
 * @property {any} [data]
 * @property {ArrayBuffer} [bytes] sent as they are, in the place of data
 * @property {string} [key] idempotency key of a write
 */

/**
 * @param {Call} call @param {string | null} token
 * @param {() => void} [onEnded] called when what everybody may read was read with a session that has ended
 * @returns {Promise<any>} the answer; rejects with a Refusal
 */
async function send(call, token, onEnded = () => {}) {
  const answer = await reach(call, token);
  if (answer.hasEnded) onEnded();
  if (answer.statusCode >= 200 && answer.statusCode < 300) return answer.data;
  throw refused(answer.statusCode, answer.data);
}

/**
 * @param {Call} call @param {string | null} token
 * @returns {Promise<{ statusCode: number, data: any, hasEnded: boolean }>}
 */
function reach({ method = 'GET', path, query = {}, data, bytes, key }, token) {
  return new Promise((resolve, reject) => {
    wx.request({
      url: `${config.service}/api/v1${path}${queryText(query)}`,
      method,
      data: method === 'GET' ? undefined : bytes || data || {},
      timeout: config.requestTimeoutMs,
      header: {
        'content-type': bytes ? 'application/octet-stream' : 'application/json',
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(key ? { 'Idempotency-Key': key } : {}),
      },
      success: ({ statusCode, data: body, header = {} }) => {
        line.note(true);
        resolve({ statusCode, data: body, hasEnded: names(header).includes(ENDED) });
      },
      fail: () => {
        line.note(false);
        reject(lineDown());
      },
    });
  });
}

/** @param {object} header */
const names = (header) => Object.keys(header).map((name) => name.toLowerCase());

/** @param {Record<string, any>} query */
function queryText(query) {
  const pairs = Object.keys(query)
    .filter((name) => query[name] !== undefined && query[name] !== null && query[name] !== '')
    .map((name) => `${name}=${encodeURIComponent(query[name])}`);
  return pairs.length ? `?${pairs.join('&')}` : '';
}

module.exports = { send, queryText };
