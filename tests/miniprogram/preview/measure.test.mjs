// The measuring of pages is itself held to what it must find: each fault alone is named, and a sound page passes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { audit } from '../support/audit.mjs';
import { launchBrowser } from '../support/browser.mjs';

let browser;
let page;
before(async () => {
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 390, height: 844 } });
});
after(() => browser.close());

const STYLE = 'body { margin: 0; } #phone-pages { font: 18px/1.5 sans-serif; color: #000; background: #fff; }'
  + ' [role=button] { display: block; width: 60px; height: 60px; }';

/** @param {string} content of a page @param {boolean} [isElder] */
async function faultsOf(content, isElder = false) {
  await page.setContent(`<style>${STYLE}</style><div id="phone-pages">${content}</div>`);
  return audit(/** @type {any} */ ({ page }), { isElder });
}

const sound = {
  'words and a button': '<p>话</p><div role="button">好</div>',
  'what is hidden': '<p style="font-size: 9px" hidden>话</p>',
  'large words in a softer colour': '<p style="font-size: 25px; color: #888">话</p>',
  'a row that scrolls sideways': '<div style="overflow-x: auto"><p style="width: 600px">话</p></div>',
  'a picture with a name, and one for the eye only':
    '<wx-image style="display: block; height: 9px" aria-label="门牌"></wx-image>'
    + '<wx-image style="display: block; height: 9px" aria-hidden="true"></wx-image>',
};
for (const [what, content] of Object.entries(sound)) {
  test(`${what}: nothing to say`, async () => {
    assert.deepEqual(await faultsOf(content, true), []);
  });
}

/** @type {[fault: RegExp, content: string, isElder?: boolean][]} */
const faults = [
  [/^text of 13 px, not 14: /, '<p style="font-size: 13px">话</p>'],
  [/^text of 17 px, not 18: /, '<p style="font-size: 17px">话</p>', true],
  [/^line height .* not 1\.3: /, '<p style="line-height: 1.2">话</p>'],
  [/^contrast 4\.48, not 4\.5: /, '<p style="color: #777">话</p>'],
  [/^contrast 2\.85, not 3: /, '<p style="font-size: 25px; color: #999">话</p>'],
  [/^contrast .* not 4\.5: /, '<p style="opacity: 0.4">话</p>'],
  [/^contrast .* not 4\.5: /, '<p style="background-image: linear-gradient(#fff, #444)">话</p>'],
  [/^target of 43×60 px, not 44: /, '<div role="button" style="width: 43px">好</div>'],
  [/^target of 59×60 px, not 60: /, '<div role="button" style="width: 59px">好</div>', true],
  [/^no name to read aloud: /, '<div role="button"></div>'],
  [/^a picture neither named nor hidden: /, '<wx-image style="display: block; height: 9px"></wx-image>'],
  [/^over the edge of the screen: /, '<p style="margin-left: -20px">话</p>'],
  [/^text is cut: /, '<p style="width: 40px; overflow: hidden; white-space: nowrap">很长很长很长的话</p>'],
  [/^the page is wider than the screen$/, '<div style="width: 400px; height: 9px"></div>'],
];
for (const [fault, content, isElder] of faults) {
  test(`found: ${fault.source}`, async () => {
    const found = await faultsOf(content, isElder);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0], fault);
  });
}
