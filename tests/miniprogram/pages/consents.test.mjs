// Consent in context: the sheet on the page where it is wanted, nothing typed twice, nothing lost; and what she gave,
// taken back in as many taps.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { listedPages } from '../support/page-list.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';
import { ROOT } from '../support/system.mjs';

const JOIN = 'packages/household/join/join?code=ABC234';
const CLAIM = 'packages/points/claim/claim';
const MINE = 'packages/me/consents/consents';
const NOWHERE = { household_id: null, household_label: null, join_request: null, phone: null };
const SERVICE = { purpose: 'service', version: 1, title: '记您的姓名', summary: '只用来办您家的事。' };
const WHOLE = '谁在用：妇联。';
const BODY = { title: '先要您同意', status: 403, detail: '请先看一看说明。' };

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

/** @param {string} url @param {Record<string, any>} answers @param {any} [mine] */
async function open(url, answers, mine = {}) {
  service = new ServiceDouble({
    ...answers,
    'GET /me/consents': { items: [{ ...SERVICE, state: 'none', needed_for: ['入户'], ...mine }] },
    'GET /consent-texts': { items: [{ ...SERVICE, text: WHOLE }] },
  });
  phone = new JsdomPhone(built, service, { url });
  await phone.ready();
}

/** What the service says until she has agreed. */
function wantsConsent() {
  const body = { ...BODY, type: '/problems/consent-required', purpose: 'service', version: 1 };
  return Response.json(body, { status: 403, headers: { 'content-type': 'application/problem+json' } });
}

/** @param {string} method @param {string} path */
const sent = (method, path) => service.asked(method).filter((call) => call.path === path);

async function typeName() {
  await open(JOIN, { 'GET /me': NOWHERE, 'GET /about': { phone_button: true } });
  phone.findAll('input')[1].value = '王芳';
  phone.findAll('input')[1].dispatchEvent(new phone.window.Event('input', { bubbles: true }));
  phone.tap('子女');
  phone.tap('满18周岁了');
  phone.tap('申请加入');
  await phone.see(SERVICE.summary);
}

test('joining: asked before her name leaves the phone; 先不 says what goes on without, and what she typed stays', async () => {
  await typeName();
  assert.deepEqual(service.asked('POST'), []);
  assert.ok(!phone.words.includes(WHOLE), 'no wall of text');
  phone.tap('看全文');
  await phone.see(WHOLE);
  assert.equal(phone.shown.style.overflow, 'hidden', 'the page behind holds still');
  phone.tap('先不');
  await phone.until(() => !phone.find('[role=dialog]'), 'the sheet is gone');
  assert.equal(phone.shown.style.overflow, '');
  await phone.see('写的都还在');
  assert.ok(phone.words.includes('公示和活动照样看'));
  assert.equal(phone.findAll('input')[1].value, '王芳');
  assert.deepEqual([...service.asked('POST'), ...service.asked('PUT')], []);
});

test('every page can hold still while she is asked', () => {
  const first = (/** @type {string} */ page) =>
    fs.readFileSync(path.join(ROOT, 'miniprogram', `${page}.wxml`), 'utf8').split('\n')[0];
  assert.deepEqual(listedPages().filter((page) => first(page) !== '<page-meta page-style="{{pageStyle}}" />'), []);
});

test('joining by her number: a second tap while she is asked changes nothing, and one request goes', async () => {
  const me = { ...NOWHERE, phone: '138****0000' };
  await open('packages/household/join/join', { 'GET /me': me, 'GET /about': { phone_button: true } });
  phone.tap('用138****0000找我家');
  await phone.see('告诉村（社区）妇联');
  phone.type('input', '王芳');
  ['子女', '满18周岁了', '告诉村（社区）妇联', '告诉村（社区）妇联'].forEach((word) => phone.tap(word));
  await phone.see(SERVICE.summary);
  phone.tap('同意');
  await phone.until(() => service.asked('POST').length && !phone.page.data.isActing);
  assert.deepEqual([service.asked('POST').length, phone.page.data.form.way], [1, 'phone']);
});

test('joining: agreed in the sheet, her request goes at once', async () => {
  await typeName();
  phone.tap('同意');
  await phone.until(() => sent('POST', '/join-requests').length === 1);
  assert.deepEqual(sent('PUT', '/me/consents/service').map(({ data }) => data), [{ version: 1 }]);
  assert.deepEqual(phone.faults, []);
});

test('a claim the service holds up: the sheet opens there, says the text is new, and the claim goes with its key', async () => {
  const rules = { items: [{ code: 'CS-01', title: '清扫公共区域', actions: ['claim'] }] };
  await open(CLAIM, { 'GET /rules': rules, 'POST /claims': wantsConsent() }, { state: 'outdated', given_version: 1 });
  phone.tap('清扫公共区域');
  phone.tap('报上去');
  await phone.see('说明更新了');
  service.answers['POST /claims'] = { id: 7 };
  phone.tap('同意');
  await phone.see('报上了，等确认');
  const keys = sent('POST', '/claims').map(({ headers }) => headers['idempotency-key']);
  assert.deepEqual([keys.length, new Set(keys).size], [2, 1]);
});

test('without the line the sheet says so, keeps what it showed, and takes her answer when the line is back', async () => {
  await typeName();
  phone.preview.configure({ network: 'off' });
  phone.tap('同意');
  await phone.see('网络不好');
  assert.ok(phone.words.includes(SERVICE.summary));
  phone.preview.configure({ network: 'on' });
  phone.tap('同意');
  await phone.until(() => sent('POST', '/join-requests').length === 1);
});

test('我的同意: given in two taps', async () => {
  await open(MINE, {});
  await phone.see('没有同意');
  phone.tap('同意');
  await phone.until(() => phone.find('[role=dialog]')?.textContent.includes(SERVICE.summary), 'the sheet');
  service.answers['GET /me/consents'].items[0].state = 'given';
  phone.press([...phone.find('[role=dialog]').querySelectorAll('wx-button')].find((one) => one.textContent === '同意'));
  await phone.see('同意了');
  assert.equal(sent('PUT', '/me/consents/service').length, 1);
});

test('我的同意: taken back in two taps, told before what follows', async () => {
  await open(MINE, {}, { state: 'given' });
  await phone.see('用在：入户。');
  phone.tap('收回');
  await phone.see('收回同意？');
  assert.ok(phone.dialog.textContent.includes('以前的都还在、都看得到。'));
  service.answers['GET /me/consents'].items[0].state = 'withdrawn';
  phone.tap('收回');
  await phone.see('收回了');
  assert.equal(sent('DELETE', '/me/consents/service').length, 1);
});

test('我的同意: a refusal in the words of the service, and nothing is shown as taken back', async () => {
  await open(MINE, { 'DELETE /me/consents/{purpose}': problem('busy', { status: 409, detail: '请过一会儿再试。' }) }, { state: 'given' });
  phone.tap('收回');
  await phone.see('收回同意？');
  phone.tap('收回');
  await phone.see('请过一会儿再试。');
  assert.ok(phone.words.includes('同意了'));
});
