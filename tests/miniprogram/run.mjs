// Runs the tests of the mini-program: `npm test`. What needs a browser is named when there is none; under CI=true that
// is a failure.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './support/browser.mjs';
import { folderOfItsOwn, MADE } from './support/made-once.mjs';

const HERE = fileURLToPath(new URL('./', import.meta.url));
const PLAIN = ['unit', 'pages', 'gates'];
const IN_BROWSER = ['preview', 'journeys'];
const TEST_MS_MAX = 300000;
const FILES_AT_ONCE = 2;

process.env[MADE] = folderOfItsOwn();
const browser = await findBrowser();
const isDone = run(browser ? [...PLAIN, ...IN_BROWSER] : PLAIN);
if (!browser) console.error(`没有浏览器，没有做 / NOT RUN, no Chromium (CHROMIUM_PATH): ${IN_BROWSER.join(', ')}`);
process.exitCode = isDone && (browser || process.env.CI !== 'true') ? 0 : 1;

/** @param {string[]} suites @returns {boolean} whether all passed */
function run(suites) {
  const options = [`--test-concurrency=${FILES_AT_ONCE}`, `--test-timeout=${TEST_MS_MAX}`, '--test-reporter=spec'];
  const command = ['--test', ...options, ...suites.flatMap(testsOf)];
  return spawnSync(process.execPath, command, { stdio: 'inherit' }).status === 0;
}

/** @param {string} suite @returns {string[]} */
function testsOf(suite) {
  const folder = path.join(HERE, suite);
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).filter((file) => file.endsWith('.test.mjs')).sort().map((file) => path.join(folder, file));
}
