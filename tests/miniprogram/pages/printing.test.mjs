// Ordering print-outs and opening them: what is sent, and what is said about it.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { ServiceDouble } from '../support/service-double.mjs';

const PRINTS = 'packages/workbench/prints/prints?village=7';
const PRINT = 'packages/workbench/print/print?village=7&kind=door_plates';
const CODE = 'packages/workbench/codes/codes?kind=door_plate&target=9';
const LINK = 'http://127.0.0.1:8080/files/abc';
const READY = { id: 5, kind: 'door_plates', state: 'ready', pieces: 8, pages: 1, link: LINK };
const VALID = { id: 2, kind: 'door_plate', target_id: 9, revoked_at: null, reason: null };

/** @type {import('../support/jsdom-phone.mjs').Built} */
let built;
/** @type {JsdomPhone} */
let phone;
/** @type {ServiceDouble} */
let service;
before(async () => {
  built = await buildPhone();
});
afterEach(() => phone.close());

/** @param {string} url @param {Record<string, any>} [answers] */
async function open(url, answers) {
  service = new ServiceDouble(answers);
  phone = new JsdomPhone(built, service, { url });
  await phone.ready();
}

/** What was sent to change something. */
const sent = () => service.asked('POST').map(({ path, data }) => ({ path, data }));

/** What wx was asked to do. @param {string} name @returns {any[]} */
const called = (name) =>
  [...phone.preview.calls].flatMap((/** @type {any} */ call) => (call.name === name ? [call.options] : []));

test('a large village goes in portions: the next one begins where the last one ended', async () => {
  await open(PRINT, { 'POST /prints': { pieces: 200, next_after: 200 } });
  phone.tap('全村（社区）');
  phone.tap('做出来');
  await phone.see('这一份做了200户，后面还有。');
  service.answers['POST /prints'] = { pieces: 31, next_after: null };
  phone.tap('接着做后面的');
  await phone.until(() => phone.page.route === 'packages/workbench/prints/prints');
  assert.deepEqual(
    sent().map(({ data }) => data),
    [{ kind: 'door_plates', village_id: 7 }, { kind: 'door_plates', village_id: 7, after: 200 }],
  );
});

test('a few households are chosen one by one', async () => {
  await open(PRINT, { 'GET /households': { items: [{ id: 4, label: '唐**' }, { id: 6, label: '蒲**' }] } });
  phone.tap('我来选几户');
  await phone.see('蒲**');
  phone.tap('唐**');
  phone.tap('蒲**');
  phone.tap('唐**');
  await phone.see('选好了1户');
  phone.tap('做出来');
  await phone.until(() => sent().length);
  assert.deepEqual(sent()[0], { path: '/prints', data: { kind: 'door_plates', village_id: 7, household_ids: [6] } });
});

test('without a line the order is kept and told', async () => {
  await open(PRINT);
  phone.tap('还没有门牌码的');
  phone.preview.configure({ network: 'off' });
  phone.tap('做出来');
  await phone.see('等网络好了自动送，您不用再办一次。');
});

test('a print-out is opened by a fresh link, with the menu that passes it on', async () => {
  await open(PRINTS, { 'GET /prints': { items: [READY] }, 'GET /prints/{print_id}': { ...READY, link: `${LINK}d` } });
  phone.preview.mock.downloadFile = () => ({ statusCode: 200, filePath: 'wxfile://usr/门牌码.pdf' });
  phone.preview.mock.openDocument = () => undefined;
  phone.tap('打开');
  await phone.until(() => called('openDocument').length);
  assert.equal(called('downloadFile')[0].url, `${LINK}d`);
  const { filePath, fileType, showMenu } = called('openDocument')[0];
  assert.deepEqual([filePath, fileType, showMenu], ['wxfile://usr/门牌码.pdf', 'pdf', true]);
});

test('what cannot be fetched or opened is told, and the link can be copied instead', async () => {
  await open(PRINTS, { 'GET /prints': { items: [READY] }, 'GET /prints/{print_id}': READY });
  phone.preview.mock.downloadFile = () => ({ statusCode: 200, filePath: 'x' });
  phone.preview.mock.openDocument = () => Promise.reject(new Error('no reader'));
  phone.tap('打开');
  await phone.see('这部手机打不开');
  phone.preview.mock.downloadFile = () => ({ statusCode: 404, filePath: 'x' });
  await phone.until(() => !phone.page.data.opening);
  phone.tap('打开');
  await phone.see('服务暂时没有回应');
  await phone.until(() => !phone.page.data.opening);
  phone.tap('复制链接');
  await phone.see('链接只能用10分钟，过了再复制一次。');
  assert.deepEqual(called('setClipboardData').map(({ data }) => data), [LINK]);
});

test('a code is printed from its own page', async () => {
  await open(CODE, { 'GET /codes': { items: [VALID] }, 'GET /households/{household_id}': { village_id: 7 } });
  phone.tap('打印');
  await phone.until(() => phone.page.route === 'packages/workbench/prints/prints');
  assert.deepEqual(sent(), [{ path: '/prints', data: { kind: 'door_plates', household_ids: [9], village_id: 7 } }]);
  await phone.ready();
});
