// Fields, choices and forms.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { data, startAll } from './opened.mjs';

let all;
let page;
before(async () => {
  all = await startAll();
});
beforeEach(async () => {
  page = await all.open('#/pages/form/form');
});
after(() => all.close());

test('a form hands over what was filled in and chosen', async () => {
  await page.getByRole('textbox', { name: '姓名' }).fill('陈桂芳');
  await page.getByRole('textbox', { name: '备注' }).fill('两桶');
  await page.getByRole('checkbox', { name: '桃' }).tap();
  await page.getByText('李').tap();
  await page.getByRole('radio', { name: '没做到' }).tap();
  await page.getByText('做到了').tap();
  await page.getByRole('switch', { name: '长辈版' }).tap();
  await page.getByText('街道').tap();
  await page.getByRole('button', { name: '北街' }).tap();
  await page.getByText('日子').tap();
  await page.getByRole('button', { name: '确定' }).tap();
  await page.getByRole('button', { name: '交' }).tap();
  assert.deepEqual((await data(page)).submitted, {
    name: '陈桂芳', note: '两桶', fruits: ['桃', '李'], answer: 'yes', elder: true, count: 3, street: '1',
    day: '2026-01-02',
  });
  assert.deepEqual((await data(page)).changes, [['桃'], ['桃', '李'], 'no', 'yes', true, '1', '2026-01-02']);
});

test('a field tells what is typed, binds both ways and keeps to its length', async () => {
  await page.getByRole('textbox', { name: '姓名' }).pressSequentially('1234567');
  await page.getByRole('textbox', { name: '备注' }).fill('双向');
  const { name, note } = await data(page);
  assert.deepEqual([name, note], ['12345', '双向']);
});

test('resetting empties the fields', async () => {
  await page.getByRole('textbox', { name: '姓名' }).fill('甲');
  await page.getByRole('checkbox', { name: '桃' }).tap();
  await page.getByRole('button', { name: '重来' }).tap();
  assert.equal(await page.getByRole('textbox', { name: '姓名' }).inputValue(), '');
  assert.equal(await page.getByRole('checkbox', { name: '桃' }).isChecked(), false);
  assert.equal((await data(page)).submitted, 'cleared');
});

test('a disabled button stays still', async () => {
  await page.locator('wx-button.still').tap({ force: true });
  assert.equal((await data(page)).isStill, true);
});

test('a button is pressed by the keyboard, too', async () => {
  await page.getByRole('button', { name: '交' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => __preview.pages[0].data.submitted);
});

test('a picture of the package is shown and named', async () => {
  const picture = page.getByRole('img', { name: '一个点' });
  await picture.waitFor();
  await page.waitForFunction(() => document.querySelector('wx-image > img').naturalWidth > 0);
});
