// What WeChat itself gives to this person, ordered of the stand-in through the preview's server.
import { settings } from '../settings.js';
import { Failure } from './calling.js';

/** @param {'login-code' | 'phone-code' | 'dialogue'} what @param {Record<string, any>} [details] @returns {Promise<any>} */
export async function order(what, details = {}) {
  if (settings.network === 'off') throw new Failure('network interrupted error', 600003);
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const body = JSON.stringify({ openid: settings.person, ...details });
  const response = await fetch(new URL(`/preview/${what}`, location.origin), { ...init, body });
  if (!response.ok) throw new Failure('system error');
  return response.json();
}
