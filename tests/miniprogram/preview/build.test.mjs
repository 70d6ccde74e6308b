// The builder's errors name the file and the line.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { build } from '../../../tools/preview/build.mjs';
import { FIXTURE, freshFolder } from './opened.mjs';

/** Build the fixture with some of its files changed. */
async function builtWith(changes) {
  const source = freshFolder();
  fs.cpSync(FIXTURE, source, { recursive: true });
  for (const [file, text] of Object.entries(changes)) {
    if (text === null) fs.rmSync(path.join(source, file));
    else fs.writeFileSync(path.join(source, file), text);
  }
  return build({ source, out: freshFolder() });
}

test('the fixture builds without a word', async () => {
  const { pages, errors, warnings } = await builtWith({});
  assert.deepEqual([errors, warnings], [[], []]);
  assert.ok(pages.includes('far/inner/inner'));
});

const PAGE = 'far/inner/inner';
const faults = {
  'a tag that is not closed': [{ [`${PAGE}.wxml`]: '<view>\n<view\n' }, /^far\/inner\/inner\.wxml:2:1 /],
  'an expression WXML does not know': [{ [`${PAGE}.wxml`]: '\n{{ a?.b }}' }, /^far\/inner\/inner\.wxml:2:/],
  'a component that is not there': [
    { 'pages/form/form.json': '{ "usingComponents": { "x": "/components/x/x" } }' },
    /^pages\/form\/form\.json:1 component not found: \/components\/x\/x$/,
  ],
  'JSON that cannot be read': [{ 'pages/form/form.json': '{\n "a": 1,\n}' }, /^pages\/form\/form\.json:3 /],
  'a script that cannot be read': [{ 'pages/form/form.js': 'Page({\n)' }, /^pages\/form\/form\.js:2 /],
  'a module that is not there': [
    { 'pages/form/form.js': "Page({});\nrequire('./gone');" },
    /^pages\/form\/form\.js:2 module not found: \.\/gone$/,
  ],
  'styles that cannot be read': [{ [`${PAGE}.wxss`]: '.a {\n color: red' }, /^far\/inner\/inner\.wxss:1:1 /],
  'a style import that is not there': [
    { 'pages/form/form.wxss': '\n@import "./gone.wxss";' },
    /^pages\/form\/form\.wxss:2 \.\/gone\.wxss is not found$/,
  ],
  'a local file in styles': [
    { 'pages/form/form.wxss': '.a { background: url(/assets/dot.svg); }' },
    /^pages\/form\/form\.wxss:1 WXSS cannot load a local file/,
  ],
  'a page without its template': [
    { 'far/inner/inner.wxml': null },
    /^far\/inner\/inner\.wxml:1 the file is missing$/,
  ],
  'a WXS module that is not there': [
    { 'pages/first/say.wxs': null },
    /^pages\/first\/first\.wxml:1 .*say\.wxs is not found$/,
  ],
};

for (const [fault, [changes, message]] of Object.entries(faults)) {
  test(`${fault} is an error`, async () => {
    const { errors } = await builtWith(changes);
    assert.equal(errors.length, 1, errors.join('\n'));
    assert.match(errors[0], message);
  });
}
