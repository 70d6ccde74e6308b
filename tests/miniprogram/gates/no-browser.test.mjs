// Without any Chromium a run says by name what it did not do, and under CI it fails.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const TESTS = fileURLToPath(new URL('../', import.meta.url));
const PLAYWRIGHT = fileURLToPath(new URL('../../../node_modules/playwright-core', import.meta.url));
const GOOD = "import { test } from 'node:test';\ntest('all is well', () => {});\n";

/** A checkout with one good test, to which no package brings a browser. */
function bareCheckout() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bare-'));
  const tests = path.join(folder, 'tests/miniprogram');
  for (const name of ['node_modules', 'tests/miniprogram/support', 'tests/miniprogram/unit']) {
    fs.mkdirSync(path.join(folder, name), { recursive: true });
  }
  fs.symlinkSync(PLAYWRIGHT, path.join(folder, 'node_modules/playwright-core'));
  for (const name of ['run.mjs', 'support/browser.mjs', 'support/made-once.mjs']) {
    fs.copyFileSync(path.join(TESTS, name), path.join(tests, name));
  }
  fs.writeFileSync(path.join(tests, 'unit/good.test.mjs'), GOOD);
  return folder;
}

/** @param {Record<string, string>} environment */
function run(environment) {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  return spawnSync(process.execPath, ['tests/miniprogram/run.mjs'], {
    cwd: bareCheckout(),
    env: { ...inherited, CHROMIUM_PATH: '', PATH: '', ...environment },
    encoding: 'utf8',
  });
}

test('what needs a browser is named; the rest is done', () => {
  const { status, stdout, stderr } = run({ CI: '' });

  assert.match(stderr, /NOT RUN, no Chromium.*preview, journeys/);
  assert.match(stdout, /all is well/);
  assert.equal(status, 0);
});

test('under CI the run fails', () => {
  const { status, stderr } = run({ CI: 'true' });

  assert.match(stderr, /NOT RUN/);
  assert.equal(status, 1);
});
