// Requests over WeChat's channel, which the preview's server plays, on a line that may be slow or down.
import { settings } from '../settings.js';
import { watchSettings } from '../preview.js';
import { Failure } from './calling.js';
import { fileOf, keepFile, writeFile } from './files.js';

const USUAL_TIMEOUT_MS = 60000;
const SLOW_MS = 2000;
const TIMEOUT_ERRNO = 5;
const listeners = new Set();

watchSettings((changed) => {
  if (changed.network) listeners.forEach((listener) => listener(line()));
});

/** @returns {{ isConnected: boolean, networkType: 'wifi' | 'none' }} */
function line() {
  const isConnected = settings.network !== 'off';
  return { isConnected, networkType: isConnected ? 'wifi' : 'none' };
}

/**
 * @param {string} url @param {RequestInit} init
 * @param {{ timeout?: number }} limits @param {AbortSignal} signal
 */
async function reach(url, init, { timeout = USUAL_TIMEOUT_MS }, signal) {
  const late = AbortSignal.timeout(timeout);
  if (settings.network === 'off') throw new Failure('network interrupted error', 600003);
  try {
    if (settings.network === 'slow') await pause(SLOW_MS, late);
    const channel = new URL(`/preview/request/${encodeURIComponent(url)}`, location.origin);
    return refused(await fetch(channel, { ...init, signal: AbortSignal.any([late, signal]) }));
  } catch (error) {
    if (signal.aborted) throw new Failure('abort');
    if (late.aborted) throw new Failure('timeout', TIMEOUT_ERRNO);
    throw error instanceof Failure ? error : new Failure('net::ERR_CONNECTION_REFUSED', 600001);
  }
}

/** The channel tells with a header of its own that nothing was reached. */
function refused(response) {
  const reason = response.headers.get('preview-request-fail');
  if (reason) throw new Failure(reason, reason.startsWith('url not in') ? 600002 : 600001);
  return response;
}

function pause(duration, signal) {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, duration);
    signal.addEventListener('abort', reject);
  });
}

async function request(options, signal) {
  const method = (options.method || 'GET').toUpperCase();
  const headers = { 'content-type': 'application/json', ...lowered(options.header) };
  const inUrl = method === 'GET' && options.data && typeof options.data === 'object';
  const url = inUrl ? withQuery(options.url, options.data) : options.url;
  const body = method === 'GET' ? undefined : encoded(options.data, headers['content-type']);
  const response = await reach(url, { method, headers, body }, options, signal);
  return { ...described(response), cookies: [], data: await decoded(response, options) };
}

function lowered(header = {}) {
  const pairs = Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return Object.fromEntries(pairs);
}

function withQuery(url, data) {
  const pairs = Object.entries(data).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length ? `${url}${url.includes('?') ? '&' : '?'}${pairs.join('&')}` : url;
}

function encoded(data, contentType) {
  if (data === undefined || typeof data === 'string' || isBytes(data)) return data;
  const isForm = contentType.includes('x-www-form-urlencoded');
  return isForm ? new URLSearchParams(data).toString() : JSON.stringify(data);
}

/** Of whichever world it is. */
const isBytes = (data) => Object.prototype.toString.call(data) === '[object ArrayBuffer]';

async function decoded(response, { dataType = 'json', responseType = 'text' }) {
  if (responseType === 'arraybuffer') return response.arrayBuffer();
  const text = await response.text();
  if (dataType !== 'json') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function described(response) {
  return { statusCode: response.status, header: Object.fromEntries(response.headers) };
}

async function uploadFile(options, signal) {
  const form = new FormData();
  for (const [name, value] of Object.entries(options.formData || {})) form.append(name, String(value));
  form.append(options.name, fileOf(options.filePath), options.filePath.split('/').pop());
  const init = { method: 'POST', headers: lowered(options.header), body: form };
  const response = await reach(options.url, init, options, signal);
  return { ...described(response), data: await response.text() };
}

async function downloadFile(options, signal) {
  const response = await reach(options.url, { headers: lowered(options.header) }, options, signal);
  const content = await response.blob();
  const { filePath } = options;
  if (filePath) writeFile(filePath, content);
  const place = filePath ? { filePath } : { tempFilePath: keepFile(content, options.url) };
  return { ...described(response), ...place };
}

/** @type {import('./contract.d.ts').WxPart} */
export const network = {
  tasks: { request, uploadFile, downloadFile },
  asynchronous: { getNetworkType: () => ({ networkType: line().networkType }) },
  synchronous: {
    onNetworkStatusChange: (listener) => void listeners.add(listener),
    offNetworkStatusChange: (listener) => (listener ? listeners.delete(listener) : listeners.clear()),
  },
};
