// Times the first usable home page: `node bench/first_page.mjs`.
// Each load is cold: a browser of its own with an empty profile, from navigation until the household stands
// on the screen. An app without content, served and booted the same way, shows how much of it is the preview.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPreview } from '../tools/preview/serve.mjs';
import { launchBrowser } from '../tests/miniprogram/support/browser.mjs';
import { openPhone } from '../tests/miniprogram/support/phone.mjs';
import { startStage } from '../tests/miniprogram/support/stage.mjs';

const LOADS = 7;
const PERSON = 'demo-rural-household-001';
const NOTHING = {
  'app.json': '{ "pages": ["page/page"] }',
  'app.js': 'App({});',
  'page/page.json': '{}',
  'page/page.js': "Page({ data: { phase: 'ready', household: { label: '.' } } });",
  'page/page.wxml': '<view>{{household.label}}</view>',
};

const stage = await startStage();
const empty = await startEmptyApp();
try {
  /** @type {{ home: number[], empty: number[] }} */
  const found = { home: [], empty: [] };
  for (let load = 0; load < LOADS; load += 1) {
    found.empty.push(await coldLoad(empty.url));
    found.home.push(await coldLoad(stage.system.phone));
  }
  const [home, nothing] = [found.home, found.empty].map(median);
  console.log(`first usable home page: ${say(found.home)}`);
  console.log(`an app without content: ${say(found.empty)}`);
  console.log(`ratio: ${(home / nothing).toFixed(2)}`);
} finally {
  await empty.close();
  await stage.close();
}

/** @param {string} address @returns {Promise<number>} milliseconds */
async function coldLoad(address) {
  const browser = await launchBrowser();
  try {
    const phone = await openPhone(withStopwatch(browser), address, { person: PERSON });
    return await (await phone.page.waitForFunction(() => window.usableAt)).jsonValue();
  } finally {
    await browser.close();
  }
}

/** Note, in every page, the first frame in which it is ready and its household can be read.
 * @param {import('playwright-core').Browser} browser @returns {any} */
function withStopwatch(browser) {
  return {
    newContext: async (/** @type {any} */ options) => {
      const context = await browser.newContext(options);
      await context.addInitScript(stopwatch);
      return context;
    },
  };
}

/** Runs in the browser before everything else. */
function stopwatch() {
  const look = () => {
    const { phase, household } = window.__preview?.pages.at(-1)?.data || {};
    const isUsable = phase === 'ready' && document.body.innerText.includes(household?.label || '\0');
    if (isUsable) window.usableAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** @returns {Promise<{ url: string, close: () => Promise<void> }>} */
async function startEmptyApp() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'empty-app-'));
  const source = path.join(folder, 'source');
  for (const [name, text] of Object.entries(NOTHING)) {
    fs.mkdirSync(path.dirname(path.join(source, name)), { recursive: true });
    fs.writeFileSync(path.join(source, name), text);
  }
  const preview = await startPreview({ source, out: path.join(folder, 'out') });
  const close = async () => {
    await preview.close();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  return { url: `${preview.url}phone/`, close };
}

/** @param {number[]} times */
function median(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}

/** @param {number[]} times */
function say(times) {
  const [least, most] = [Math.min(...times), Math.max(...times)].map(Math.round);
  return `${Math.round(median(times))} ms, median of ${times.length} cold loads [${least}–${most}]`;
}
