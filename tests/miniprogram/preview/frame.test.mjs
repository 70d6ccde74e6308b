// The panel beside the phone: person, code, letters, line, and a phone fresh from the shop.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startPreview } from '../../../tools/preview/serve.mjs';
import { launchBrowser } from '../support/browser.mjs';
import { FIXTURE, freshFolder } from './opened.mjs';

let preview;
let browser;
let page;
let phone;
before(async () => {
  const catalogue = path.join(freshFolder(), 'catalogue.json');
  const codes = [{ title: '陈家门牌', scene: 'd=1' }];
  fs.writeFileSync(catalogue, JSON.stringify({ people: [{ openid: 'auntie', title: '陈桂芳，户主' }], codes }));
  preview = await startPreview({ source: FIXTURE, out: freshFolder(), catalogue });
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(preview.url);
  phone = page.frame({ url: /phone/ });
  await ready();
});
after(async () => {
  await browser.close();
  await preview.close();
});

const ready = () => phone.waitForFunction(() => window.__preview?.ready);
const settings = () => phone.evaluate(() => __preview.settings);

/** Do what makes the phone start again, and wait for it. */
async function restartedBy(act) {
  await phone.evaluate(() => {
    __preview.ready = false;
  });
  await act();
  await ready();
}

test('the phone stands in its frame with a title', async () => {
  await phone.getByRole('heading', { name: '第一页' }).waitFor();
});

test('another person holds another phone', async () => {
  await restartedBy(() => page.getByLabel('谁拿着这台手机').selectOption('陈桂芳，户主'));
  assert.equal((await settings()).person, 'auntie');
});

test('a code is picked or pasted', async () => {
  const scene = () => phone.evaluate(() => __preview.pages.at(-1).options.scene);
  await page.locator('#codes').selectOption('陈家门牌');
  assert.equal(await scene(), 'd%3D1');
  assert.equal(await page.locator('#codes').inputValue(), '', 'and can be picked again');
  await page.getByPlaceholder('或把码的内容贴在这里').fill('s=2');
  await page.getByRole('button', { name: '扫码' }).click();
  assert.equal(await scene(), 's%3D2');
});

test('letters, line and 长辈版 take effect at once', async () => {
  await page.getByText('最大').click();
  await page.getByText('断网').click();
  const { fontSizeSetting, network } = await settings();
  assert.deepEqual([fontSizeSetting, network], [24, 'off']);
  await page.getByText('长辈版').click();
  assert.equal(await phone.evaluate(() => wx.getStorageSync('look:elder')), true);
});

test('a reset empties the phone, and what the panel shows follows', async () => {
  assert.equal(await page.getByLabel('长辈版').isChecked(), true);
  await restartedBy(() => page.getByRole('button', { name: '清空这台手机' }).click());
  assert.equal(await phone.evaluate(() => wx.getStorageInfoSync().keys.length), 0);
  await page.waitForFunction(() => !document.getElementById('elder').checked);
});

test('what the preview lacks is said', async () => {
  await phone.evaluate(() => wx.getWeather);
  await page.getByText('预览里还没有 wx.getWeather').waitFor();
});
