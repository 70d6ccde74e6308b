// The mini-program in a phone page without a browser: one page or component at a time, all in a minute.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { JSDOM, VirtualConsole } from 'jsdom';
import { build } from '../../../tools/preview/build.mjs';
import { folderOfItsOwn, madeOnce } from './made-once.mjs';
import { ROOT } from './system.mjs';

const ADDRESS = 'http://127.0.0.1/preview/phone/';
const PATIENCE_MS = 3000;
const LOOK_AGAIN_MS = 4;

/** @typedef {{ script: vm.Script, html: string }} Built */

/** The mini-program, or another one, for a test file. @param {string} [source] @returns {Promise<Built>} */
export async function buildPhone(source) {
  const out = source ? await built(source, folderOfItsOwn()) : await madeOnce('phone', builtAt);
  const script = new vm.Script(fs.readFileSync(path.join(out, 'phone.js'), 'utf8'), { filename: 'phone.js' });
  const html = fs.readFileSync(path.join(ROOT, 'tools/preview/pages/phone.html'), 'utf8');
  return { script, html };
}

/** @param {string} source @param {string} out */
async function built(source, out) {
  const { errors } = await build({ source, out });
  assert.deepEqual(errors, []);
  return out;
}

/** @param {string} out */
async function builtAt(out) {
  await built(path.join(ROOT, 'miniprogram'), out);
}

export class JsdomPhone {
  /**
   * @param {Built} built @param {import('./service-double.mjs').ServiceDouble} service
   * @param {{ url: string, network?: 'on' | 'off', kept?: Record<string, string> }} start with what it stored
   */
  constructor(built, service, { url, network = 'on', kept = {} }) {
    this.built = built;
    this.service = service;
    this.dom = new JSDOM(built.html, {
      url: `${ADDRESS}#/${url}`,
      runScripts: 'outside-only',
      pretendToBeVisual: true,
      virtualConsole: new VirtualConsole(),
    });
    /** @type {any} */
    this.window = this.dom.window;
    const settings = { 'preview:settings': JSON.stringify({ network }) };
    const stored = Object.entries({ ...kept, ...settings });
    stored.forEach(([name, value]) => this.window.localStorage.setItem(name, value));
    addWhatJsdomLacks(this.window, service.fetch);
    built.script.runInContext(this.dom.getInternalVMContext());
    this.preview = this.window.__preview;
  }

  /** The instance of the page on the screen. */
  get page() {
    return this.preview.pages.at(-1);
  }

  /** Set data of the page on the screen: made over to its own world. @param {Record<string, any>} data */
  setData(data) {
    this.page.setData(this.window.JSON.parse(JSON.stringify(data)));
  }

  /** @returns {HTMLElement} of the page on the screen */
  get shown() {
    return this.window.document.querySelector('.phone-page-shown .phone-scroller');
  }

  /** @returns {string[]} what went wrong so far, and what of wx is missing */
  get faults() {
    return [...this.preview.errors, ...this.preview.unknownNames];
  }

  get dialog() {
    return this.window.document.querySelector('.phone-dialog');
  }

  /** @returns {string} the words on the page */
  get words() {
    return this.shown.textContent;
  }

  /** @param {string} selector @returns {any} */
  find(selector) {
    return this.shown.querySelector(selector);
  }

  /** @param {string} selector @returns {any[]} */
  findAll(selector) {
    return [...this.shown.querySelectorAll(selector)];
  }

  /** Wait until something holds. @param {() => any} check @param {string} [what] */
  async until(check, what = String(check)) {
    const end = Date.now() + PATIENCE_MS;
    while (!check()) {
      if (Date.now() > end) assert.fail(`never: ${what}; on the screen: ${this.words}; ${this.faults}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  /** Wait until the page has read what it shows. */
  ready() {
    return this.until(() => ['ready', 'empty'].includes(this.page.data.phase), 'the content');
  }

  /** Wait for words on the page or in a dialog. @param {string} words */
  see(words) {
    return this.until(() => this.words.includes(words) || this.dialog?.textContent.includes(words), words);
  }

  /** Press what has these words. @param {string} words */
  tap(words) {
    const isIt = (/** @type {Element} */ one) => one.textContent.trim() === words && !one.children.length;
    const found = [...(this.dialog || this.shown).querySelectorAll('*')].find(isIt);
    assert.ok(found, `nothing says ${words}; on the screen: ${this.words}`);
    if (this.dialog) found.click();
    else this.press(found);
  }

  /** @param {Element} element */
  press(element) {
    for (const type of ['mousedown', 'mouseup']) {
      element.dispatchEvent(new this.window.MouseEvent(type, { bubbles: true, clientX: 1, clientY: 1 }));
    }
  }

  /** @param {string} selector of a field @param {string} text */
  type(selector, text) {
    const field = this.find(selector);
    field.value = text;
    field.dispatchEvent(new this.window.Event('input', { bubbles: true }));
  }

  /** Choose pictures when the page asks for some. @param {...string} contents */
  hold(...contents) {
    const { mock, wx } = { mock: this.preview.mock, wx: this.window.wx };
    mock.chooseMedia = async () => {
      const tempFiles = contents.splice(0).map((data, index) => {
        const filePath = `wxfile://tmp_${data.length}_${index}.jpg`;
        wx.getFileSystemManager().writeFile({ filePath, data });
        return { tempFilePath: filePath };
      });
      if (!tempFiles.length) throw new Error('cancel');
      return { tempFiles };
    };
  }

  /** The battery died; what was stored is still there. @param {string} url */
  restart(url) {
    const kept = { ...this.window.localStorage };
    this.close();
    return new JsdomPhone(this.built, this.service, { url, kept });
  }

  close() {
    this.window.close();
  }
}

/** @param {any} window @param {any} fetch */
function addWhatJsdomLacks(window, fetch) {
  Object.assign(window, { fetch, TextEncoder, AbortController, AbortSignal, Blob });
  Object.defineProperty(window, 'crypto', { value: crypto });
  window.URL.createObjectURL = () => 'blob:picture';
  window.Element.prototype.scrollTo = () => {};
}
