// Opens the fixture mini-program in a real browser, and a service that writes down what reaches it.
import { createServer } from 'node:http';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPreview } from '../../../tools/preview/serve.mjs';
import { launchBrowser } from '../support/browser.mjs';

export const FIXTURE = fileURLToPath(new URL('./fixture/', import.meta.url));

/** @returns {string} an empty folder of its own */
export function freshFolder() {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'preview-'));
}

/** A service that answers what it was asked; the line of `/broken` breaks in the middle of the answer. */
export async function startEcho() {
  const asked = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    asked.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    const status = { '/moved': 302, '/refused': 422 }[url] || 200;
    const told = { 'content-type': 'application/json', 'set-cookie': 'a=b', location: '/elsewhere' };
    response.writeHead(status, told);
    if (url === '/broken') return void response.write('{', () => response.destroy());
    response.end(JSON.stringify({ code: `code-of-${asked.length}`, method, url }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const close = () => new Promise((resolve) => server.close(resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, asked, close };
}

/** Start everything once for a test file. */
export async function startAll() {
  const echo = await startEcho();
  const out = freshFolder();
  const preview = await startPreview({ source: FIXTURE, out, service: echo.url, standin: echo.url });
  const browser = await launchBrowser();
  return {
    echo,
    preview,
    open: (address, settings) => openPhone(browser, preview, address, settings),
    close: async () => {
      await browser.close();
      await preview.close();
      await echo.close();
    },
  };
}

/** @returns {Promise<import('playwright-core').Page>} a fresh phone that has started */
async function openPhone(browser, preview, address = '', settings = {}) {
  const viewport = { width: 375, height: 848 };
  const context = await browser.newContext({ viewport, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await page.addInitScript((given) => {
    const name = 'preview:settings';
    if (!localStorage.getItem(name)) localStorage.setItem(name, JSON.stringify(given));
  }, settings);
  await page.goto(`${preview.url}phone/${address}`);
  await started(page);
  return page;
}

export function started(page) {
  return page.waitForFunction(() => window.__preview?.ready);
}

/** Call wx and answer what came, whichever way. */
export function call(page, name, options = {}) {
  return page.evaluate(
    ([called, given]) => new Promise((resolve) => wx[called]({ ...given, success: resolve, fail: resolve })),
    [name, options],
  );
}

export function routes(page) {
  return page.evaluate(() => __preview.pages.map((one) => one.route));
}

/** The life-cycle lines written since the last look. */
export function lines(page) {
  return page.evaluate(() => getApp().lines.splice(0));
}

export function data(page) {
  return page.evaluate(() => __preview.pages.at(-1).data);
}
