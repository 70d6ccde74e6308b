// Finds a Chromium and starts it so that it can reach nothing but this machine.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome'];
const PACKAGE = '@sparticuz/chromium';
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/chromium/', import.meta.url));
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** @returns {Promise<import('playwright-core').Browser>} with a new, empty profile */
export async function launchBrowser() {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error('没有浏览器，设置 CHROMIUM_PATH / No Chromium found; set CHROMIUM_PATH');
  return chromium.launch({ executablePath, args: QUIET });
}

/** @returns {Promise<string | null>} the path of a Chromium, or null when none can be had */
export async function findBrowser() {
  return process.env.CHROMIUM_PATH || ON_PATH.map(pathOf).find(Boolean) || unpacked();
}

/** @param {string} program */
function pathOf(program) {
  const folders = (process.env.PATH || '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, program)).find((file) => fs.existsSync(file));
}

/** The browser of the package, unpacked aside and moved into place at once: test files may run side by side. */
async function unpacked() {
  const place = path.join(CACHE, 'browser');
  if (!fs.existsSync(place) && !unpackTo(place)) return null;
  return path.join(place, 'chromium');
}

/** @param {string} place @returns {boolean} */
function unpackTo(place) {
  fs.mkdirSync(CACHE, { recursive: true });
  const aside = fs.mkdtempSync(path.join(CACHE, 'unpacking-'));
  const program = `await (await import('${PACKAGE}')).default.executablePath()`;
  try {
    // The package unpacks into the temporary folder of its process.
    execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: path.dirname(CACHE),
      env: { ...process.env, TMPDIR: aside },
      stdio: 'ignore',
    });
    if (!fs.existsSync(place)) fs.renameSync(aside, place);
    return true;
  } catch {
    return fs.existsSync(place);
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
}
