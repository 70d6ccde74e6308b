// The page stack: order of the life cycle, WeChat's refusals, tabs, entering from outside.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, data, lines, routes, startAll } from './opened.mjs';

let all;
before(async () => {
  all = await startAll();
});
after(() => all.close());

test('a page, its components and the app start in the order of WeChat', async () => {
  const page = await all.open();
  assert.deepEqual(await lines(page), [
    'app onLaunch pages/first/first', 'app onShow 1001', 'card attached', 'first onLoad', 'first onShow',
    'card page show', 'card ready', 'first onReady',
  ]);
});

test('going on and back hides, shows and unloads', async () => {
  const page = await all.open();
  await lines(page);
  const answer = await call(page, 'navigateTo', { url: '../../far/inner/inner?a=1' });
  assert.deepEqual(answer, { errMsg: 'navigateTo:ok' });
  assert.deepEqual(await routes(page), ['pages/first/first', 'far/inner/inner']);
  await page.getByLabel('返回').tap();
  assert.deepEqual(await routes(page), ['pages/first/first']);
  assert.deepEqual(await lines(page), [
    'first onHide', 'inner onLoad', 'inner onShow', 'inner onReady', 'inner onUnload', 'first onShow',
    'card page show',
  ]);
});

test('who entered from outside, with nothing behind, is shown the way home', async () => {
  const page = await all.open('#/far/inner/inner');
  assert.equal(await page.getByLabel('返回').isVisible(), false);
  await page.getByLabel('回首页').tap();
  assert.deepEqual(await routes(page), ['pages/first/first']);
  assert.equal(await page.getByLabel('回首页').isVisible(), false);
});

test('redirecting takes the place of the page, relaunching of all', async () => {
  const page = await all.open();
  await call(page, 'navigateTo', { url: '/pages/form/form' });
  await call(page, 'redirectTo', { url: '/far/inner/inner' });
  assert.deepEqual(await routes(page), ['pages/first/first', 'far/inner/inner']);
  await lines(page);
  await call(page, 'reLaunch', { url: '/pages/scan/scan?x=y' });
  assert.deepEqual(await routes(page), ['pages/scan/scan']);
  const after = await lines(page);
  assert.deepEqual(after.slice(0, 3), ['inner onUnload', 'first onUnload', 'card detached']);
});

test('refusals have the words of WeChat', async () => {
  const page = await all.open();
  const refusals = [
    ['navigateTo', '/pages/none/none', 'navigateTo:fail page "pages/none/none" is not found'],
    ['navigateTo', '/pages/second/second', 'navigateTo:fail can not navigateTo a tabbar page'],
    ['redirectTo', '/pages/second/second', 'redirectTo:fail can not redirectTo a tabbar page'],
    ['switchTab', '/pages/form/form', 'switchTab:fail can not switch to no-tabBar page'],
    ['navigateBack', '', 'navigateBack:fail cannot navigate back at first page'],
  ];
  for (const [name, url, errMsg] of refusals) assert.deepEqual(await call(page, name, { url }), { errMsg });
});

test('the eleventh page is refused', async () => {
  const page = await all.open();
  for (let count = 2; count <= 10; count += 1) await call(page, 'navigateTo', { url: '/far/inner/inner' });
  const eleventh = await call(page, 'navigateTo', { url: '/far/inner/inner' });
  assert.match(eleventh.errMsg, /^navigateTo:fail page limit exceeded: 10/);
  assert.equal((await routes(page)).length, 10);
  await call(page, 'navigateBack', { delta: 99 });
  assert.deepEqual(await routes(page), ['pages/first/first']);
});

test('tab pages stay alive and bear the custom tab bar', async () => {
  const page = await all.open();
  await page.evaluate(() => __preview.pages[0].setData({ chosen: 'kept' }));
  await lines(page);
  await page.locator('[role=tab]:visible', { hasText: 'second' }).tap();
  assert.deepEqual(await routes(page), ['pages/second/second']);
  assert.equal(await page.evaluate(() => __preview.pages[0].getTabBar().is), 'custom-tab-bar/index');
  await page.locator('[role=tab]:visible', { hasText: 'first' }).tap();
  assert.equal((await data(page)).chosen, 'kept');
  assert.deepEqual(await lines(page), [
    'first onHide', 'second onLoad', 'second onShow', 'second onReady', 'second onHide', 'first onShow',
    'card page show',
  ]);
});

test('leaving a tab from a deeper page unloads only what lay above it', async () => {
  const page = await all.open();
  await call(page, 'navigateTo', { url: '/far/inner/inner' });
  await lines(page);
  await call(page, 'switchTab', { url: '/pages/second/second' });
  assert.deepEqual((await lines(page)).slice(0, 2), ['inner onUnload', 'second onLoad']);
});

test('the address opens any page, also of a subpackage, with its query as it is written', async () => {
  const page = await all.open('#/far/inner/inner?a=%E4%B8%AD&b=1%3D1');
  assert.deepEqual(await routes(page), ['far/inner/inner']);
  assert.deepEqual(JSON.parse((await data(page)).options), { a: '%E4%B8%AD', b: '1%3D1' });
  await call(page, 'reLaunch', { url: '/pages/form/form?c=2' });
  assert.equal(new URL(page.url()).hash, '#/pages/form/form?c=2');
});

test('a page that does not exist says so', async () => {
  const page = await all.open('#/pages/gone/gone');
  assert.match(await page.getByRole('alert').textContent(), /没有这个页面：pages\/gone\/gone/);
});

test('a scanned code enters the scan page with its scene', async () => {
  const page = await all.open();
  await page.evaluate(() => __preview.scan('v=1&k=中'));
  const [{ options, scene }] = await page.evaluate(() => [
    { options: __preview.pages[0].options, scene: wx.getEnterOptionsSync().scene },
  ]);
  assert.deepEqual(options, { scene: encodeURIComponent('v=1&k=中') });
  assert.equal(scene, 1047);
  assert.ok((await lines(page)).includes('app onShow 1047'));
});

test('a scanned code answers who is scanning', async () => {
  const page = await all.open();
  const answer = call(page, 'scanCode');
  await page.getByRole('dialog', { name: '扫一扫' }).waitFor();
  await page.evaluate(() => __preview.scan('123456'));
  assert.equal((await answer).result, '123456');
  const cancelled = call(page, 'scanCode');
  await page.getByRole('button', { name: '取消' }).tap();
  assert.deepEqual(await cancelled, { errMsg: 'scanCode:fail cancel' });
});

test('a navigator is followed', async () => {
  const page = await all.open('#/pages/second/second');
  await page.getByRole('link', { name: '到远处' }).tap();
  assert.deepEqual(JSON.parse((await data(page)).options), { a: '%E4%B8%AD' });
});
