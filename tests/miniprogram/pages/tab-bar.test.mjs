// Our tab bar: it says in every way which tab is open, and opens the others.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { ServiceDouble } from '../support/service-double.mjs';

const TABS = {
  首页: 'pages/home/home',
  活动: 'pages/activities/activities',
  积分: 'pages/points/points',
  我的: 'pages/me/me',
};

/** @type {JsdomPhone} */
let phone;
before(async () => {
  phone = new JsdomPhone(await buildPhone(), new ServiceDouble(), { url: TABS.我的 });
});
after(() => phone.close());

const tabs = () => phone.findAll('[role=tablist] [role=tab]');

for (const [word, route] of Object.entries(TABS)) {
  test(`${word} opens its page and is the selected tab`, async () => {
    phone.press(tabs().find((tab) => tab.textContent.trim() === word));
    await phone.until(() => phone.page.route === route && phone.page.data.phase === 'ready');
    assert.deepEqual(tabs().map((tab) => tab.getAttribute('aria-label')), Object.keys(TABS));
    const selected = tabs().filter((tab) => tab.getAttribute('aria-selected') === 'true');
    assert.deepEqual(selected.map((tab) => tab.textContent.trim()), [word]);
    assert.match(selected[0].querySelector('img').src, /-leaf\.svg$/);
  });
}

test('a page below a tab has no tab bar', async () => {
  phone.window.wx.navigateTo({ url: '/packages/me/look/look' });
  await phone.until(() => phone.page.route === 'packages/me/look/look');
  assert.deepEqual(tabs(), []);
});
