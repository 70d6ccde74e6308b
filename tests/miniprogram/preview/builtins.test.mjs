// Built-in components beyond forms: scrolling, pictures, pickers, and buttons of WeChat's own kinds.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { call, data, FIXTURE, startAll, started } from './opened.mjs';

let all;
let page;
before(async () => {
  all = await startAll();
});
beforeEach(async () => {
  page = await all.open('#/pages/things/things');
});
after(() => all.close());

/** @returns {Promise<any>} the detail of the next event of that kind */
async function told(type) {
  await page.waitForFunction((name) => __preview.pages[0].data.told.some((one) => one.type === name), type);
  return (await data(page)).told.find((one) => one.type === type).detail;
}

const change = (partial) => page.evaluate((given) => __preview.pages[0].setData(given), partial);

test('a scroll-view brings a row into view and tells its end', async () => {
  await change({ at: 'row8' });
  assert.equal((await told('scrolltolower')).direction, 'bottom');
  assert.equal((await told('scroll')).scrollTop, 380);
});

test('a swiper goes where it is told and tells where it went', async () => {
  await change({ current: 1 });
  await page.waitForFunction(() => document.querySelector('.swiper').scrollLeft > 300);
  await page.locator('.swiper').evaluate((element) => element.scrollTo({ left: 0 }));
  assert.deepEqual(await told('change'), { current: 0, source: 'touch' });
});

test('rich text, progress and icon are drawn', async () => {
  assert.equal(await page.locator('.rich b.bold').textContent(), '要紧');
  assert.equal(await page.getByRole('progressbar', { name: '还差多少' }).getAttribute('aria-valuenow'), '40');
  assert.equal(await page.locator('wx-icon').textContent(), '✓');
});

test('a growing textarea shows all its lines', async () => {
  const [height, wanted] = await page
    .getByRole('textbox', { name: '长话' })
    .evaluate((field) => [field.clientHeight, field.scrollHeight]);
  assert.ok(height >= wanted && height > 80, `${height} of ${wanted}`);
});

test('columns and hours are picked', async () => {
  await page.getByText('两列').tap();
  await page.locator('.phone-dialog select').nth(1).selectOption('二号');
  await page.getByRole('button', { name: '确定' }).tap();
  assert.deepEqual(await told('change'), { value: [0, 1] });
  await change({ told: [] });
  await page.getByText('钟点').tap();
  await page.getByLabel('请选择').and(page.locator('input')).fill('10:45');
  await page.getByRole('button', { name: '确定' }).tap();
  assert.deepEqual(await told('change'), { value: '10:45' });
});

test('a picture of oneself is chosen', async () => {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '头像' }).tap();
  await (await choosing).setFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('me') });
  assert.match((await told('chooseavatar')).avatarUrl, /^wxfile:\/\/tmp_.*\.png$/);
});

/** @returns {Promise<any>} what the phone's files answer */
function files(name, options) {
  const ask = ([called, given]) =>
    new Promise((resolve) => wx.getFileSystemManager()[called]({ ...given, success: resolve, fail: resolve }));
  return page.evaluate(ask, [name, options]);
}

test('a saved picture outlives a restart, and not a reset; a lost one is told', async () => {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '头像' }).tap();
  const buffer = fs.readFileSync(path.join(FIXTURE, 'assets/dot.svg'));
  await (await choosing).setFiles({ name: 'me.svg', mimeType: 'image/svg+xml', buffer });
  const { savedFilePath } = await files('saveFile', { tempFilePath: (await told('chooseavatar')).avatarUrl });
  const seen = async () => {
    await change({ told: [], picture: savedFilePath });
    await page.waitForFunction(() => __preview.pages[0].data.told.length);
    return (await data(page)).told[0].type;
  };
  await page.reload();
  await started(page);
  assert.equal(await seen(), 'load');
  await Promise.all([page.waitForEvent('load'), page.evaluate(() => __preview.reset())]);
  await started(page);
  await page.evaluate(() => __preview.launch('/pages/things/things'));
  assert.equal(await seen(), 'error');
  const { errMsg } = await files('readFile', { filePath: savedFilePath });
  assert.equal(errMsg, `readFile:fail no such file or directory, open '${savedFilePath}'`);
  assert.deepEqual(await page.evaluate(() => __preview.errors), []);
});

test('the phone number is given only when the person allows it, as a code from the stand-in', async () => {
  const asked = async () => {
    await change({ told: [] });
    await page.getByRole('button', { name: '手机号' }).tap();
  };
  await asked();
  await page.getByRole('button', { name: '不允许' }).tap();
  assert.deepEqual(await told('getphonenumber'), { errMsg: 'getPhoneNumber:fail user deny' });
  await asked();
  await page.getByRole('button', { name: '允许', exact: true }).tap();
  const given = await told('getphonenumber');
  assert.deepEqual([given.errMsg, given.code.slice(0, 8)], ['getPhoneNumber:ok', 'code-of-']);
  const { url, body } = all.echo.asked.at(-1);
  assert.deepEqual([url, JSON.parse(body)], ['/__ctl/phone-code', { openid: 'demo-guest' }]);
  const noneLeft = { errMsg: 'getPhoneNumber:fail 该功能使用次数已达当前小程序上限', errno: 1400001 };
  await page.evaluate((end) => void (__preview.mock.getPhoneNumber = () => end), noneLeft);
  await asked();
  assert.deepEqual(await told('getphonenumber'), noneLeft);
});

/** What the stand-in was told of the messages she wants, since the last look. */
function decided() {
  const orders = all.echo.asked.splice(0).filter(({ url }) => url === '/__ctl/dialogue');
  return orders.map(({ body }) => JSON.parse(body).answers);
}

async function tapSubscribe() {
  await change({ told: [] });
  await page.getByRole('button', { name: '订阅' }).tap();
}

test('which messages she wants is asked by a tap, one by one, and kept when she says so', async () => {
  decided();
  await tapSubscribe();
  await page.getByLabel('sign-up').uncheck();
  await page.getByRole('button', { name: '允许', exact: true }).tap();
  assert.deepEqual(await told('subscribed'), { errMsg: 'requestSubscribeMessage:ok', order: 'accept', 'sign-up': 'reject' });
  assert.deepEqual(decided(), [{ order: 'accept', 'sign-up': 'reject' }]);
  await tapSubscribe();
  await page.getByLabel('总是保持以上选择，不再询问').check();
  await page.getByRole('button', { name: '取消' }).tap();
  const refused = { errMsg: 'requestSubscribeMessage:ok', order: 'reject', 'sign-up': 'reject' };
  assert.deepEqual(await told('subscribed'), refused);
  await tapSubscribe();
  assert.deepEqual(await told('subscribed'), refused);
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.equal(decided().length, 2);
});

test('messages are offered by a tap only, three of them at most, at least one', async () => {
  const untapped = await call(page, 'requestSubscribeMessage', { tmplIds: ['order'] });
  assert.deepEqual(untapped, { errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.' });
  for (const [templates, errCode] of /** @type {const} */ ([[[], 10001], [['a', 'b', 'c', 'd'], 20003]])) {
    await change({ templates });
    await tapSubscribe();
    assert.equal((await told('subscribed')).errCode, errCode);
  }
});

test('sharing, privacy and the nickname keyboard do their part', async () => {
  await page.getByRole('button', { name: '分享' }).tap();
  const calls = await page.evaluate(() => __preview.calls.filter((one) => one.name === 'shareAppMessage'));
  assert.deepEqual(calls[0].options, { title: 'button card', path: '/pages/first/first' });
  await page.getByRole('button', { name: '同意' }).tap();
  await told('agreeprivacyauthorization');
  await page.getByRole('textbox', { name: '昵称' }).tap();
  assert.equal((await told('nicknamereview')).pass, true);
});

test('a slider is moved by its steps', async () => {
  await page.getByRole('slider', { name: '几个' }).fill('8');
  assert.deepEqual(await told('change'), { value: 8 });
});

test('the title follows the page', async () => {
  await call(page, 'setNavigationBarTitle', { title: '新的题目' });
  await page.getByRole('heading', { name: '新的题目' }).waitFor();
});

test('files are written, read and shown', async () => {
  const filePath = await page.evaluate(() => `${wx.env.USER_DATA_PATH}/a.txt`);
  await files('writeFile', { filePath, data: '记下了' });
  const { data: text } = await files('readFile', { filePath, encoding: 'utf8' });
  assert.equal(text, '记下了');
  await call(page, 'previewImage', { urls: ['/assets/dot.svg'] });
  await page.getByRole('button', { name: '关闭图片' }).tap();
  assert.equal(await page.locator('.phone-images').count(), 0);
});
