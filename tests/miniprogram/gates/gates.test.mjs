// Each gate lets the good through and names the bad.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBareTaps } from '../../../tools/gates/bare_taps.mjs';
import { measureSizes } from '../../../tools/gates/sizes.mjs';
import { findUnusedFiles } from '../../../tools/gates/unused_files.mjs';
import { findUnusedTexts } from '../../../tools/gates/unused_texts.mjs';
import { compileWithWechat } from '../../../tools/gates/wechat_compiler.mjs';
import { findForbiddenWords, wordsNotSaid } from '../../../tools/gates/words.mjs';
import { written } from './written.mjs';

const onLinux = { skip: process.platform !== 'linux' || process.arch !== 'x64' };

test("WeChat's compilers find what is wrong in templates and styles", onLinux, () => {
  assert.deepEqual(compileWithWechat(written({ 'a/a.wxss': '.a { color: red; }' })), []);
  assert.notDeepEqual(compileWithWechat(written({ 'a/a.wxml': '<view>{{ a?.b }}</view>' })), []);
  assert.notDeepEqual(compileWithWechat(written({ 'a/a.wxml': '<view>' })), []);
  assert.notDeepEqual(compileWithWechat(written({ 'a/a.wxss': '.a { color: red; ' })), []);
});

test('the main package and each subpackage have a limit', () => {
  const app = '{ "pages": ["a/a"], "subpackages": [{ "root": "b", "pages": ["b"] }, { "root": "c", "pages": ["c"] }] }';
  const heavy = (/** @type {number} */ megabytes) => 'x'.repeat(megabytes * 1024 * 1024);
  const folder = written({ 'app.json': app, 'a/a.js': heavy(1.6), 'b/b.js': heavy(1.9), 'c/c.js': heavy(2.1) });
  assert.deepEqual(measureSizes(written({})), []);
  assert.deepEqual(measureSizes(folder).map((fault) => fault.split(' has ')[0]), ['the main package', 'c']);
});

test('a file that nothing leads to is named', () => {
  const folder = written({
    'app.json': '{ "pages": ["a/a"], "usingComponents": { "card": "/card/card" } }',
    'a/a.js': "require('../say'); Page({ data: { name: 'bag' } });",
    'a/a.wxml': '<wxs src="./a.wxs" module="m" /><image src="/assets/home.svg" /><image src="/assets/{{name}}-leaf.svg" />',
    'a/a.wxs': '',
    'card/card.wxml': '',
    'say.js': '',
    'assets/home.svg': '',
    'assets/bag-leaf.svg': '',
    'assets/box-leaf.svg': '',
    'assets/lost.svg': '',
    'b/b.js': '',
  });
  const unused = ['assets/box-leaf.svg', 'assets/lost.svg', 'b/b.js'];
  assert.deepEqual(findUnusedFiles(folder), unused.map((file) => `${file} is never used`));
});

test('a text that nothing says is named', () => {
  const folder = written({
    'texts/a.js': "module.exports = { title: '一', body: '二', lost: '三' };",
    'a/a.js': "const { title } = require('../texts/a');",
    'a/a.wxml': '<view>{{t.body}}</view>',
  });
  assert.deepEqual(findUnusedTexts(folder), ['texts/a.js: lost is never said']);
});

test('words for people stand in texts/, and are none that the glossary gave up', () => {
  const folder = written({
    'app.json': '{ "pages": ["a/a"], "window": { "navigationBarTitleText": "订单" } }',
    'a/a.js': '// 订单 in a comment is for engineers\nconst text = `${name}的钱`;',
    'a/a.wxml': '<!-- 订单 -->\n<view aria-label="好" />',
    'a/a.wxs': "module.exports = '分';",
    'texts/a.js': "module.exports = { title: '看单子' };",
  });
  assert.ok(['订单', '单子', '幂等'].every((word) => wordsNotSaid().includes(word)));
  assert.deepEqual(findForbiddenWords(folder, ['订单', '单子']).sort(), [
    'a/a.js:2 words for people belong to texts/',
    'a/a.wxml:2 words for people belong to texts/',
    'a/a.wxs:1 words for people belong to texts/',
    'app.json:1 people here do not say 订单',
    'texts/a.js:1 people here do not say 单子',
  ]);
});

test('a tap without a role and a picture without a name are found', () => {
  const template = [
    '<button bind:tap="go" />',
    '<view bind:tap="go" aria-role="link" />',
    '<view',
    '  catchtap="go">',
    '</view>',
    '<image src="/assets/a.svg" />',
    '<image src="/assets/a.svg" aria-hidden="true" />',
  ];
  assert.deepEqual(findBareTaps(written({ 'a/a.wxml': template.join('\n') })), [
    'a/a.wxml:3 <view> is tapped and has no aria-role',
    'a/a.wxml:6 <image> is neither named nor hidden',
  ]);
});
