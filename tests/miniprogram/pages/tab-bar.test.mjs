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
const service = new ServiceDouble();
before(async () => {
  unread(0);
  phone = new JsdomPhone(await buildPhone(), service, { url: TABS.我的 });
});

/** @param {number} count */
function unread(count) {
  service.answers['GET /home'] = { actions: [], join_request: null, unread_messages: count };
}
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

for (const [count, shown] of /** @type {const} */ ([[3, '3'], [120, '99+'], [0, '']])) {
  test(`${count} messages nobody has read are a number at 我的, and words on its page`, async () => {
    unread(count);
    phone.press(tabs()[0]);
    await phone.until(() => phone.page.route === TABS.首页);
    const name = count ? `我的，${count}条消息没看` : '我的';
    await phone.until(() => tabs()[3].getAttribute('aria-label') === name, name);
    assert.equal(tabs()[3].textContent.trim(), `${shown}我的`);
    phone.press(tabs()[3]);
    await phone.until(() => phone.page.route === TABS.我的 && phone.words.includes(`${count}条没看`) === count > 0);
  });
}

test('a page below a tab has no tab bar', async () => {
  phone.window.wx.navigateTo({ url: '/packages/me/look/look' });
  await phone.until(() => phone.page.route === 'packages/me/look/look');
  assert.deepEqual(tabs(), []);
});
