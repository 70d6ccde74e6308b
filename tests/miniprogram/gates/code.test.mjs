// The house rules of JavaScript bite: types, and what page code may not touch.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { checkTypes } from '../../../tools/gates/types.mjs';
import { written } from './written.mjs';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** @param {string} code @param {string} [filePath] @returns {Promise<(string | null)[]>} the rules it breaks, by name */
async function broken(code, filePath = 'miniprogram/pages/a/a.js') {
  const [{ messages }] = await new ESLint({ cwd: ROOT }).lintText(code, { filePath: path.join(ROOT, filePath) });
  return messages.map(({ ruleId }) => ruleId).sort();
}

test('page code keeps to the world of WeChat', async () => {
  assert.deepEqual(await broken("wx.setStorageSync('a', 1);"), []);
  assert.deepEqual(await broken("window.open('a');"), ['no-restricted-globals', 'no-undef']);
  assert.deepEqual(await broken("fetch('a');"), ['no-restricted-globals', 'no-undef']);
  assert.deepEqual(await broken("console.log('a');"), ['no-console', 'no-undef']);
  assert.deepEqual(await broken('const a = 1;'), ['no-unused-vars']);
});

test('only the client of the service sends requests', async () => {
  assert.deepEqual(await broken("wx.request({ url: 'a' });"), ['no-restricted-syntax']);
  assert.deepEqual(await broken("wx.request({ url: 'a' });", 'miniprogram/services/client/a.js'), []);
});

test('nothing important vanishes by itself, and nobody is asked where she is', async () => {
  for (const file of ['miniprogram/pages/a/a.js', 'miniprogram/services/client/a.js']) {
    assert.deepEqual(await broken("wx.showToast({ title: 'a' });", file), ['no-restricted-syntax']);
    assert.deepEqual(await broken('wx.getLocation({});', file), ['no-restricted-syntax']);
    assert.deepEqual(await broken('wx.startLocationUpdate({});', file), ['no-restricted-syntax']);
  }
});

test('what comes from outside changes no prototype', async () => {
  for (const file of ['miniprogram/pages/a/a.js', 'miniprogram/services/client/a.js']) {
    assert.deepEqual(await broken("wx.a = (o, k) => { o[k] = 'a'; };", file), ['no-restricted-syntax']);
    assert.deepEqual(await broken('wx.a = (o, k) => Object.assign(o, k);', file), ['no-restricted-syntax']);
    assert.deepEqual(await broken("wx.a = (o) => { o.__proto__ = 'a'; };", file), ['no-restricted-syntax']);
    assert.deepEqual(await broken('wx.a = (o, k) => ({ ...o, [k]: 1 });', file), []);
  }
});

test('a name that wx does not have is a fault of types', () => {
  const folder = written({ 'a/a.js': "wx.showToastt({ title: 'a' });" });
  const base = { extends: path.join(ROOT, 'tsconfig.json'), include: [`${folder}/**/*.js`] };
  const typeRoots = [path.join(ROOT, 'node_modules')];
  fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ ...base, compilerOptions: { typeRoots } }));
  const faults = checkTypes([path.join(folder, 'tsconfig.json')]);
  assert.equal(faults.length, 1, faults.join('\n'));
  assert.match(faults[0], /showToastt/);
});

test('a compiler that breaks down has not passed', (t) => {
  const { NODE_OPTIONS } = process.env;
  t.after(() => (NODE_OPTIONS === undefined ? delete process.env.NODE_OPTIONS : Object.assign(process.env, { NODE_OPTIONS })));
  process.env.NODE_OPTIONS = '--require=./there-is-none.cjs';
  assert.match(checkTypes().join('\n'), /there-is-none/);
});
