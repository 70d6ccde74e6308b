// The stage of a journey: the running system, a browser, the phones of several people, and one clock for all.
import assert from 'node:assert/strict';
import { launchBrowser } from './browser.mjs';
import { openPhone } from './phone.mjs';
import { startSystem } from './system.mjs';

const DAY_SECONDS = 86400;
const PATIENCE_MS = 30_000;

export class Stage {
  /** @param {import('./system.mjs').System} system @param {import('playwright-core').Browser} browser */
  constructor(system, browser) {
    this.system = system;
    this.browser = browser;
    /** @type {import('./phone.mjs').Phone[]} */
    this.phones = [];
    this.offsetMs = 0;
  }

  /** Hand somebody a phone. @param {import('./phone.mjs').PhoneOptions} options */
  async openPhone(options) {
    const phone = await openPhone(this.browser, this.system.phone, { ...options, offsetMs: this.offsetMs });
    this.phones.push(phone);
    return phone;
  }

  /** The code of the catalogue whose title holds these words. @param {string} words */
  code(words) {
    const found = this.system.catalogue.codes.find(({ title }) => title.includes(words));
    assert.ok(found, `no code in the catalogue is called ${words}`);
    return found.scene;
  }

  /** Move the time of the whole system and of every phone forward. @param {number | string} to days, or an instant */
  async moveClock(to) {
    const seconds = typeof to === 'number' ? to * DAY_SECONDS : (Date.parse(to) - Date.now() - this.offsetMs) / 1000;
    const moved = await this.wechat('clock', { advance_seconds: Math.ceil(seconds) });
    this.offsetMs = moved.offset_seconds * 1000;
    await Promise.all(this.phones.map((phone) => phone.moveClock(this.offsetMs)));
  }

  /** Ask the stand-in or give it an order. @param {string} what @param {any} [order] */
  wechat(what, order) {
    const address = `${this.system.standin}/__ctl/${what}`;
    return order ? postJson(address, order) : call(address);
  }

  /** Call the service beside any phone, as this person. @param {string} openid */
  async api(openid) {
    const { code } = await this.wechat('login-code', { openid });
    const base = `${this.system.service}/api/v1`;
    const { token } = await postJson(`${base}/sessions`, { code });
    const headers = { Authorization: `Bearer ${token}` };
    return {
      get: (/** @type {string} */ path) => call(base + path, { headers }),
      post: (/** @type {string} */ path, /** @type {any} */ body = {}) => postJson(base + path, body, headers),
      put: (/** @type {string} */ path, /** @type {any} */ body) => postJson(base + path, body, headers, 'PUT'),
    };
  }

  /** Let somebody agree beside any phone to what she is asked, as it stands. @param {string} openid @param {string[]} purposes */
  async agree(openid, ...purposes) {
    const person = await this.api(openid);
    const { items } = await person.get('/me/consents');
    for (const { purpose, version } of items)
      if (purposes.includes(purpose)) await person.put(`/me/consents/${purpose}`, { version });
  }

  /** Ask again until there is something: the worker has its part to do.
   * @template Found @param {() => Promise<Found>} ask @returns {Promise<NonNullable<Found>>} */
  async until(ask) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = await ask();
      if (found) return found;
      assert.ok(Date.now() < deadline, `still not: ${ask}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Put everything away; fails when any phone met a fault on the way. */
  async close() {
    const faults = (await Promise.all(this.phones.map((phone) => phone.close()))).flat();
    await this.browser.close();
    await this.system.stop();
    assert.deepEqual(faults, [], `the phones met faults:\n${faults.join('\n')}`);
  }
}

/** @returns {Promise<Stage>} */
export async function startStage() {
  const browser = await launchBrowser();
  try {
    return new Stage(await startSystem(), browser);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** @param {string} url @param {any} body @param {Record<string, string>} [extra] @param {string} [method] */
function postJson(url, body, extra = {}, method = 'POST') {
  const headers = { 'content-type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), ...extra };
  return call(url, { method, headers, body: JSON.stringify(body) });
}

/** @param {string} url @param {RequestInit} [init] @returns {Promise<any>} */
async function call(url, init) {
  const answer = await fetch(url, init);
  const text = await answer.text();
  assert.ok(answer.ok, `${init?.method || 'GET'} ${url}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}
