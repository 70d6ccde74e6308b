// Exports and corrections on a leader's phone: what is ordered or decided, and what is said about it.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';

const LIST = 'packages/workbench/exports/exports?village=7';
const ORDER = 'packages/workbench/export/export?village=7&kind=households';
const BY_MONTH = 'packages/workbench/export/export?village=7&kind=points_transfers';
const OFFICE = { offices: [], join_request: null };
const READY = { id: 5, kind: 'households', format: 'xlsx', reason: 'check', state: 'ready', village_id: 7, month: null, rows: 8 };

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

const sent = () => service.asked('POST').map(({ path, data }) => ({ path, data }));

/** What wx was asked to do. @param {string} name @returns {any[]} */
const called = (name) => [...phone.preview.calls].filter((/** @type {any} */ call) => call.name === name);

test('an export is ordered with names masked, and whole ones are not offered to whom they are not for', async () => {
  await open(ORDER, { 'GET /me': { ...OFFICE, permissions: ['data:export'] } });
  assert.ok(!phone.words.includes('完整'));
  phone.tap('做出来');
  phone.tap('报月报');
  phone.tap('CSV文件');
  phone.tap('做出来');
  await phone.until(() => phone.page.route === 'packages/workbench/exports/exports');
  const data = { kind: 'households', village_id: 7, format: 'csv', reason: 'monthly_report', is_masked: true };
  assert.deepEqual(sent(), [{ path: '/exports', data }]);
});

test('whole names: she is told what it means and signs in anew before the order', async () => {
  await open(ORDER, { 'GET /me': { ...OFFICE, permissions: ['data:export', 'export:unmasked'] } });
  phone.tap('核对');
  phone.tap('完整');
  phone.tap('做出来');
  await phone.see('都会留记录');
  phone.tap('不了');
  assert.deepEqual(sent(), []);
  const logins = called('login').length;
  phone.tap('做出来');
  await phone.see('都会留记录');
  phone.tap('接着办');
  await phone.until(() => sent().length);
  assert.equal(called('login').length, logins + 1);
  assert.equal(sent()[0].data.is_masked, false);
});

test('what is about a month asks for it', async () => {
  await open(BY_MONTH, { 'GET /me': { ...OFFICE, permissions: [] } });
  phone.tap('贴在公示栏');
  phone.tap('做出来');
  assert.deepEqual(sent(), []);
  phone.tap('上个月');
  phone.tap('做出来');
  await phone.until(() => sent().length);
  assert.match(sent()[0].data.month, /^\d{4}-\d{2}$/);
});

test('a link is fetched for each use and copied, with how long and how often it works', async () => {
  const url = 'http://127.0.0.1:8080/files/abc';
  await open(LIST, {
    'GET /exports': { items: [READY, { ...READY, id: 6, kind: 'my_data', village_id: null }, { ...READY, id: 4, state: 'gone' }] },
    'POST /exports/{export_id}/links': { url },
  });
  assert.ok(phone.words.includes('8行') && phone.words.includes('过期收走了'));
  assert.equal(phone.page.data.items.length, 2, 'her own data is elsewhere');
  phone.tap('拿链接');
  await phone.see('链接复制好了');
  assert.deepEqual(called('setClipboardData').map(({ options }) => options.data), [url]);
  phone.tap('知道了');
  await phone.until(() => !phone.page.data.fetching);
  service.answers['POST /exports/{export_id}/links'] = problem('not-found', { status: 404, detail: '这份资料已经收走了。' });
  phone.tap('拿链接');
  await phone.see('这份资料已经收走了。');
  assert.ok(!JSON.stringify({ ...phone.window.localStorage }).includes(url));
});

test('what is being made is looked for until it is ready', async () => {
  await open(LIST, { 'GET /exports': { items: [{ ...READY, state: 'ordered', rows: null }] } });
  assert.ok(phone.words.includes('正在做') && !phone.words.includes('拿链接'));
  assert.doesNotMatch(phone.words, /null|undefined/);
});
