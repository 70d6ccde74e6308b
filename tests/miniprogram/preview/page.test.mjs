// What a page looks like and how it answers: templates, style isolation, lengths, roles, setData.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, data, lines, startAll } from './opened.mjs';

let all;
let page;
before(async () => {
  all = await startAll();
  page = await all.open();
});
after(() => all.close());

const shown = (selector) => page.locator(`.phone-page-shown ${selector}`).first();
const style = (selector, property) =>
  shown(selector).evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

test('lists, WXS and events work', async () => {
  assert.deepEqual(await page.locator('.row').allTextContents(), ['1·甲', '2·乙']);
  await page.locator('.row').nth(1).tap();
  assert.equal((await data(page)).chosen, '乙');
});

test('a component has slots, observers and events', async () => {
  assert.equal(await shown('.components-card-card--title').textContent(), '卡片 2');
  assert.equal(await shown('.components-card-card--body .inside').textContent(), '里面');
  assert.equal(await shown('.foot').textContent(), '脚');
  await shown('.components-card-card--title').tap();
  assert.equal((await data(page)).chosen, 'card 卡片');
});

test('rules of the page and the app do not reach into a component, variables do', async () => {
  assert.equal(await style('.box', 'color'), 'rgb(1, 2, 3)');
  assert.equal(await style('.components-card-card--body', 'color'), 'rgb(0, 0, 0)');
  assert.equal(await style('.components-card-card--title', 'color'), 'rgb(10, 20, 30)');
  assert.equal(await style('card', 'padding-top'), '10px');
});

test('rules of one page do not reach another', async () => {
  const other = await all.open('#/pages/second/second');
  const color = await other.locator('.title').evaluate((element) => getComputedStyle(element).color);
  assert.equal(color, 'rgb(0, 0, 0)');
});

test('rpx is a 750th of the width and vh leaves out the bar', async () => {
  assert.equal(await style('.box', 'width'), '187.5px');
  assert.equal(await style('.row', 'padding-top'), '12px');
  assert.equal(await style('.box', 'height'), '80px');
});

test('what is fixed stands at the foot of the phone and stays there', async () => {
  const box = await shown('.custom-tab-bar-index--bar').boundingBox();
  assert.equal(Math.round(box.y + box.height), 848);
  assert.equal(await style('.custom-tab-bar-index--bar', 'background-color'), 'rgb(10, 20, 30)');
});

test('roles and labels reach the document', async () => {
  assert.equal(await page.getByRole('list', { name: '名单' }).count(), 1);
  assert.equal(await shown('.toggle').getAttribute('aria-checked'), 'false');
  assert.equal(await shown('.hidden-one').isVisible(), false);
  await page.evaluate(() => __preview.pages[0].setData({ isOpen: false }));
  assert.equal(await shown('.toggle').getAttribute('aria-checked'), 'true');
  assert.equal(await shown('.hidden-one').isVisible(), true);
});

test('setData carries JSON and nothing else, and is measured', async () => {
  const set = (make) =>
    page.evaluate((source) => {
      try {
        __preview.pages[0].setData(new Function(`return ${source}`)());
        return 'ok';
      } catch (error) {
        return error.message;
      }
    }, make);
  assert.equal(await set('{ chosen: "好" }'), 'ok');
  const logged = await page.evaluate(() => [__preview.setDataLog[0], __preview.setDataLog.at(-1)]);
  const at = 'pages/first/first';
  assert.deepEqual(logged, [
    { page: at, component: 'components/card/card', bytes: 12 },
    { page: at, component: at, bytes: 16 },
  ]);
  assert.match(await set('{ act: () => 1 }'), /act .*JSON cannot carry/);
  assert.match(await set('{ row: { at: new Date(0) } }'), /row\.at is a Date/);
  assert.match(await set('{ sum: NaN }'), /sum is NaN/);
  assert.match(await set('(() => { const a = {}; a.a = a; return { a }; })()'), /contains itself/);
  assert.equal(await set('{ chosen: undefined }'), 'ok');
  assert.equal((await data(page)).chosen, '好');
});

test('errors of the mini-program are told', async () => {
  const other = await all.open();
  await other.evaluate(() => {
    setTimeout(() => {
      throw new Error('lost');
    });
    Promise.reject(new Error('unheard'));
  });
  await other.waitForFunction(() => __preview.errors.length === 2);
  const errors = await other.evaluate(() => __preview.errors);
  assert.ok(errors.some((text) => text.includes('lost')) && errors.some((text) => text.includes('unheard')));
});

test('positions are measured from the top of the page', async () => {
  const found = await page.evaluate(
    () =>
      new Promise((resolve) => {
        wx.createSelectorQuery().select('.box').boundingClientRect().exec(resolve);
      }),
  );
  assert.equal(found[0].top, 0);
  assert.equal(found[0].width, 187.5);
});

test('every fault stays out of the log of a sound run', async () => {
  const other = await all.open();
  assert.deepEqual(await other.evaluate(() => [__preview.errors, __preview.unknownNames]), [[], []]);
});

test('a page is pulled down to be read anew, and tells when its end is reached', async () => {
  const other = await all.open('#/far/inner/inner');
  await lines(other);
  const sign = other.locator('.phone-page-shown .phone-pull');
  await drag(other, 200, 320);
  assert.equal(await sign.textContent(), '正在重新读取…');
  await call(other, 'stopPullDownRefresh');
  assert.equal(await sign.textContent(), '');
  await call(other, 'pageScrollTo', { scrollTop: 5000, duration: 0 });
  await other.waitForFunction(() => getApp().lines.length === 2);
  assert.deepEqual(await lines(other), ['inner pulled down', 'inner reached its end']);
});

/** Draw a finger over the page. */
async function drag(phone, from, to) {
  const finger = await phone.context().newCDPSession(phone);
  const touch = (type, y) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 100, y }] });
  await touch('touchStart', from);
  await touch('touchMove', (from + to) / 2);
  await touch('touchMove', to);
  await touch('touchEnd');
}
