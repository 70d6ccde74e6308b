// A phone in somebody's hand: what she taps, types and sees, and every fault it meets on the way.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './system.mjs';

const PATIENCE_MS = 15000;
const QUIET_MS = 120;
const LOOK_AGAIN_MS = 100;
const CHANNEL = '/preview/request/';
const PRESSED = /** @type {const} */ (['button', 'link', 'tab', 'radio', 'checkbox', 'switch', 'menuitem', 'option']);
const SCREENSHOTS = path.join(ROOT, 'var/screenshots');

/**
 * @typedef {object} PhoneOptions
 * @property {string} person her openid
 * @property {boolean} [elder] whether 长辈版 is on
 * @property {number} [fontSizeSetting] the font size of the phone, 16 is usual
 * @property {number} [width] @property {number} [height]
 * @property {'on' | 'off' | 'slow'} [network]
 * @property {boolean} [isAsked] whether WeChat asks her about messages; else she has refused for good
 * @property {string} [path] where it starts, the home page when left out
 */

/** @param {import('playwright-core').Browser} browser @param {string} address
 * @param {PhoneOptions & { offsetMs?: number }} options @returns {Promise<Phone>} */
export async function openPhone(browser, address, options) {
  const { person, elder = false, fontSizeSetting = 16, width = 390, height = 844, network = 'on' } = options;
  const context = await browser.newContext({ viewport: { width, height }, hasTouch: true, isMobile: true });
  const given = { settings: { person, network, fontSizeSetting }, elder, offsetMs: options.offsetMs || 0 };
  await context.addInitScript(prepare, given);
  const phone = new Phone(await context.newPage(), address, options.isAsked);
  await phone.start(options.path);
  return phone;
}

export class Phone {
  /** @param {import('playwright-core').Page} page @param {string} address @param {boolean} [isAsked] */
  constructor(page, address, isAsked = false) {
    this.page = page;
    this.isAsked = isAsked;
    this.address = address;
    /** How often she touched the screen. */
    this.taps = 0;
    /** @type {string[]} */
    this.faults = [];
    this.waiting = 0;
    /** @type {Promise<void> | null} */
    this.gate = null;
    /** @type {string[]} the addresses asked of the service so far */
    this.requests = [];
    page.setDefaultTimeout(PATIENCE_MS);
    this.#watch();
  }

  /** Start from cold. @param {string} [where] like `/pages/home/home?a=b` */
  async start(where = '') {
    await this.page.goto(this.address + (where && `#${where}`));
    await this.#started();
  }

  /** Enter the running mini-program at a page. @param {string} where */
  async launch(where) {
    await this.enter(where);
    await this.settle();
  }

  /** The same, without waiting for what the page reads. @param {string} where */
  async enter(where) {
    const [name, query = ''] = where.split('?');
    await this.page.evaluate(([to, pairs]) => __preview.launch(to, pairs), /** @type {const} */ ([name, pairsOf(query)]));
  }

  /** Hold a code before the camera. @param {string} scene */
  async scan(scene) {
    await this.page.evaluate((text) => __preview.scan(text), scene);
    await this.settle();
  }

  /** The phone was switched off and on again; what it stored is kept. */
  async restart() {
    await this.#collect();
    await this.page.reload();
    await this.#started();
  }

  /** @param {'on' | 'off' | 'slow'} network */
  async network(network) {
    await this.page.evaluate((now) => __preview.configure({ network: now }), network);
  }

  /** Touch something. @param {Target} target */
  async tap(target) {
    this.taps += 1;
    await this.find(target).tap();
    await this.settle();
  }

  /** Type into the field with this name. @param {string | RegExp} name @param {string} text */
  async fill(name, text) {
    await this.page.getByRole('textbox', { name }).filter({ visible: true }).first().fill(text);
  }

  /** Wait until these words are on the screen. @param {string | RegExp} text */
  async see(text) {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Wait until something holds beside this phone. @param {() => Promise<boolean>} check */
  async until(check) {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await check())) {
      if (Date.now() > deadline) throw new Error(`never: ${check}`);
      await this.page.waitForTimeout(LOOK_AGAIN_MS);
    }
  }

  /** Fail when these words are on the screen. @param {string | RegExp} text */
  async miss(text) {
    const seen = await this.page.getByText(text).filter({ visible: true }).allInnerTexts();
    if (seen.length) throw new Error(`${text} is on the screen: ${seen.join(' | ')}`);
  }

  /** What bears this name or says these words, whole. @param {Target} target */
  find(target) {
    if (typeof target === 'object' && !(target instanceof RegExp)) return target;
    const exact = typeof target === 'string';
    const named = PRESSED.map((role) => this.page.getByRole(role, { name: target, exact }));
    const all = named.reduce((found, more) => found.or(more)).or(this.page.getByText(target, { exact }));
    return all.filter({ visible: true }).first();
  }

  /** @returns {Promise<any>} what the visible page holds */
  data() {
    return this.page.evaluate(() => JSON.parse(JSON.stringify(__preview.pages.at(-1)?.data)));
  }

  /** @returns {Promise<string>} the path of the visible page */
  route() {
    return this.page.evaluate(() => __preview.pages.at(-1)?.route);
  }

  /** @param {number} offsetMs how far the system is ahead of the real time */
  async moveClock(offsetMs) {
    await this.page.evaluate((offset) => localStorage.setItem('clock-offset', String(offset)), offsetMs);
  }

  /** Keep a picture of the whole page in var/screenshots/. @param {string} name may hold folders */
  async screenshot(name) {
    const file = path.join(SCREENSHOTS, `${name}.png`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const { width = 0, height = 0 } = this.page.viewportSize() || {};
    const whole = await this.page.evaluate(() => {
      const scroller = document.querySelector('.phone-page-shown .phone-scroller');
      return scroller ? innerHeight - scroller.clientHeight + scroller.scrollHeight : innerHeight;
    });
    await this.page.setViewportSize({ width, height: Math.max(height, whole) });
    await this.page.screenshot({ path: file });
    await this.page.setViewportSize({ width, height });
    return file;
  }

  /** Keep every answer of the service back. @returns {Promise<() => Promise<void>>} lets them come */
  async holdAnswers() {
    if (!this.gate) await this.page.route(`**${CHANNEL}**`, (route) => this.gate?.then(() => route.continue()));
    /** @type {() => void} */
    let open = () => undefined;
    this.gate = new Promise((resolve) => (open = () => resolve(undefined)));
    return () => {
      open();
      return this.settle();
    };
  }

  /** Wait until nothing is asked of the service any more and the page is drawn. */
  async settle() {
    const deadline = Date.now() + PATIENCE_MS;
    for (let quietSince = Date.now(); Date.now() - quietSince < QUIET_MS; ) {
      if (this.waiting > 0) quietSince = Date.now();
      if (Date.now() > deadline) throw new Error(`the phone waits for ${this.waiting} answers`);
      await this.page.waitForTimeout(QUIET_MS / 4);
    }
  }

  /** Put it away. @returns {Promise<string[]>} the faults it met */
  async close() {
    await this.#collect();
    await this.page.context().close();
    return this.faults;
  }

  async #started() {
    await this.page.waitForFunction(() => window.__preview?.ready);
    if (!this.isAsked) await this.page.evaluate(refuseMessages);
    await this.page.evaluate(() => document.fonts.ready);
    await this.settle();
  }

  #watch() {
    const { page } = this;
    page.on('request', (request) => this.#asked(new URL(request.url())));
    const answered = (/** @type {import('playwright-core').Request} */ request) => {
      if (request.url().includes(CHANNEL)) this.waiting -= 1;
    };
    page.on('requestfinished', answered);
    page.on('requestfailed', answered);
    page.on('pageerror', (error) => this.faults.push(`uncaught: ${error.stack || error.message}`));
    page.on('console', (message) => {
      const isStatus = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isStatus) this.faults.push(`console: ${message.text()}`);
    });
  }

  /** @param {URL} url */
  #asked(url) {
    if (url.protocol.startsWith('http') && url.hostname !== '127.0.0.1') this.faults.push(`foreign host: ${url}`);
    if (!url.pathname.startsWith(CHANNEL)) return;
    this.waiting += 1;
    this.requests.push(decodeURIComponent(url.pathname.slice(CHANNEL.length)));
  }

  /** What the preview noticed since it started. */
  async #collect() {
    const noticed = await this.page.evaluate(() => [
      ...__preview.errors.map((error) => `error: ${error}`),
      ...__preview.unknownNames.map((name) => `unknown name: wx.${name}`),
    ]);
    this.faults.push(...noticed);
  }
}

/** Runs in the browser: WeChat keeps her answer about messages and asks no more. */
function refuseMessages() {
  __preview.mock.requestSubscribeMessage = ({ tmplIds }) =>
    Object.fromEntries(tmplIds.map((/** @type {string} */ id) => [id, 'reject']));
}

/** @typedef {string | RegExp | import('playwright-core').Locator} Target */

/** @param {string} query @returns {Record<string, string>} */
function pairsOf(query) {
  const pairs = query.split('&').filter(Boolean).map((pair) => pair.split('='));
  return Object.fromEntries(pairs.map(([name, value = '']) => [name, value]));
}

/**
 * Runs in the browser before everything else: the phone as it was handed over, and a clock that may run ahead.
 * @param {{ settings: Record<string, any>, elder: boolean, offsetMs: number }} given
 */
function prepare({ settings, elder, offsetMs }) {
  if (!localStorage.getItem('preview:settings')) {
    localStorage.setItem('preview:settings', JSON.stringify(settings));
    localStorage.setItem('clock-offset', String(offsetMs));
    if (elder) localStorage.setItem(`phone:${settings.person}:look:elder`, JSON.stringify({ value: true }));
  }
  const RealDate = Date;
  const now = () => RealDate.now() + Number(localStorage.getItem('clock-offset'));
  window.Date = /** @type {any} */ (
    class extends RealDate {
      /** @param {any[]} parts */
      constructor(...parts) {
        super(.../** @type {[any]} */ (parts.length ? parts : [now()]));
      }

      static now() {
        return now();
      }
    }
  );
}
