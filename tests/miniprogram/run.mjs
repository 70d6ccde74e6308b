// Runs the tests of the mini-program: `npm test`. What needs a browser is named when there is none; under CI=true that fails.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './support/browser.mjs';

const HERE = fileURLToPath(new URL('./', import.meta.url));
const PLAIN = ['unit', 'pages', 'gates'];
const IN_BROWSER = ['preview', 'journeys'];
const TEST_MS_MAX = 300000;

const browser = await findBrowser();
const suites = browser ? [...PLAIN, ...IN_BROWSER] : PLAIN;
const files = suites.flatMap(testsOf);
// One file at a time: each journey starts the whole system, and time is measured in some.
const options = ['--test', '--test-concurrency=1', `--test-timeout=${TEST_MS_MAX}`, '--test-reporter=spec'];
const { status } = spawnSync(process.execPath, [...options, ...files], { stdio: 'inherit' });
if (!browser) console.error(`没有浏览器，没有做 / NOT RUN, no Chromium (CHROMIUM_PATH): ${IN_BROWSER.join(', ')}`);
process.exitCode = status || (!browser && process.env.CI === 'true') ? 1 : 0;

/** @param {string} suite @returns {string[]} */
function testsOf(suite) {
  const folder = path.join(HERE, suite);
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).filter((file) => file.endsWith('.test.mjs')).sort().map((file) => path.join(folder, file));
}
