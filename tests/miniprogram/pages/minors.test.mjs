// Children on the pages: added by a guardian, hidden from a leader, and looked up with a reason.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';

const HOME = 'packages/household/household/household';
const CHILD = 'packages/household/child/child';
const BIRTH_DAY = 'packages/household/birth-day/birth-day';
const LED = 'packages/workbench/household/household?id=9';
const DISCLOSURE = 'packages/workbench/disclosure/disclosure?household=9&member=3';
const CONSENTS = 'packages/workbench/consents/consents?household=9&member=2';
const HOUSEHOLD = 'GET /households/{household_id}';
const GRANNY = { id: 2, name: '蒲秀英', relation: 'parent', has_joined: false, is_minor: false };
const HIDDEN = { id: 3, name: '孩子', relation: 'child', has_joined: false, is_minor: true };
const YEAR = new Date().getFullYear();

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

/** @param {string} url @param {Record<string, any>} answers */
async function open(url, answers) {
  const me = { household_id: 9, offices: [], join_request: null };
  service = new ServiceDouble({ 'GET /me': me, ...answers });
  phone = new JsdomPhone(built, service, { url });
  await phone.ready();
}

/** @param {string} method */
const sent = (method) => service.asked(method).map(({ path, data }) => ({ path, data }));

/** Turn the wheels of the phone to a day. @param {string} day */
async function choose(day) {
  phone.tap('选生日');
  await phone.until(() => phone.dialog);
  phone.dialog.querySelector('input').value = day;
  phone.tap('确定');
  await phone.see(`${Number(day.slice(0, 4))}年`);
}

test('a guardian adds her child: nothing is sent before she has said yes, and a refusal loses nothing', async () => {
  const refused = problem('not-allowed', { status: 403, detail: '请换一位大人来添加。' });
  await open(CHILD, {
    [HOUSEHOLD]: { actions: ['add_child'] },
    'GET /consent-texts': { items: [{ purpose: 'service', version: 4, text: '全文在这里。' }] },
    'POST /households/{household_id}/children': refused,
  });
  phone.type('input', ' 冉小满 ');
  await choose(`${YEAR - 8}-05-04`);
  phone.tap('添加');
  assert.deepEqual(sent('POST'), []);
  phone.tap('看全文');
  await phone.see('全文在这里。');
  phone.tap('我是孩子的父母或者监护人，我同意');
  phone.tap('添加');
  await phone.see('请换一位大人来添加。');
  assert.equal(phone.find('input').value, ' 冉小满 ');
  service.answers['POST /households/{household_id}/children'] = { name: '冉小满' };
  phone.tap('添加');
  await phone.see('冉小满在家里的名单上了。');
  const data = { name: '冉小满', born_on: `${YEAR - 8}-05-04`, relation: 'child', consent_version: 4 };
  assert.deepEqual(sent('POST').at(-1), { path: '/households/9/children', data });
  assert.ok(!JSON.stringify({ ...phone.window.localStorage }).includes(`${YEAR - 8}-05-04`), 'the birthday stays nowhere');
});

test('who may not add children is told so', async () => {
  await open(CHILD, { [HOUSEHOLD]: { actions: [] } });
  assert.ok(phone.words.includes('要用家里大人自己的手机'));
});

test('at home she has her name; the consent for her is taken back after a question', async () => {
  const own = { ...HIDDEN, name: '冉小满' };
  await open(HOME, { [HOUSEHOLD]: { actions: ['add_child'], members: [GRANNY, own] } });
  assert.ok(phone.words.includes('冉小满') && phone.words.includes('添加孩子'));
  phone.tap('不同意了');
  await phone.see('您家的积分不变');
  phone.tap('不了');
  assert.deepEqual(sent('DELETE'), []);
  phone.tap('不同意了');
  await phone.see('您家的积分不变');
  phone.tap('去掉');
  await phone.see('孩子不在名单上了。');
  assert.deepEqual(sent('DELETE').map(({ path }) => path), ['/members/3/consents/service']);
});

test('a leader reads 孩子; the name is told for a reason, once, and stays nowhere', async () => {
  await open(LED, { [HOUSEHOLD]: { actions: ['disclose_minor'], members: [GRANNY, HIDDEN] } });
  phone.tap('看姓名');
  await phone.until(() => phone.page.route === 'packages/workbench/disclosure/disclosure');
  phone.close();
  await open(DISCLOSURE, {
    [HOUSEHOLD]: { actions: ['disclose_minor'], members: [HIDDEN] },
    'POST /members/{member_id}/disclosure': { name: '冉小满', adult_on: '2034-05-04' },
  });
  phone.tap('看姓名');
  assert.deepEqual(sent('POST'), []);
  phone.tap('为了安全');
  phone.tap('看姓名');
  await phone.see('2034年5月4日满18周岁');
  assert.deepEqual(sent('POST'), [{ path: '/members/3/disclosure', data: { reason: 'safety' } }]);
  assert.ok(phone.words.includes('冉小满') && phone.words.includes('已经留了记录'));
  assert.ok(!JSON.stringify({ ...phone.window.localStorage }).includes('冉小满'));
  phone.preview.pages.at(-1).onHide();
  await phone.until(() => !phone.words.includes('冉小满'), 'out of her hand, the name is gone');
});

test('reworded while a guardian fills in: she reads the new wording and says yes to that', async () => {
  const worded = (/** @type {number} */ version) => ({ items: [{ purpose: 'service', version, text: `第${version}稿。` }] });
  await open(CHILD, {
    [HOUSEHOLD]: { actions: ['add_child'] },
    'GET /consent-texts': worded(4),
    'POST /households/{household_id}/children': problem('consent-text-changed', { status: 409, detail: '请再看一遍。' }),
  });
  phone.type('input', '冉小满');
  await choose(`${YEAR - 8}-05-04`);
  phone.tap('看全文');
  phone.tap('我是孩子的父母或者监护人，我同意');
  service.answers['GET /consent-texts'] = worded(5);
  phone.tap('添加');
  await phone.see('第5稿。');
  await phone.see('请再看一遍。');
  assert.deepEqual([phone.page.data.form.name, phone.page.data.form.agrees, phone.page.data.isComplete], ['冉小满', false, false]);
});

test('at home a birthday is told of a child who had none; what followed is said, and the day stays nowhere', async () => {
  const members = [GRANNY, { ...HIDDEN, name: '冉小雨', is_minor: false }];
  await open(HOME, { [HOUSEHOLD]: { id: 9, actions: ['tell_birth_day'], members }, 'PUT /members/{member_id}/birth-day': { is_minor: true } });
  phone.tap('登记生日');
  await phone.until(() => phone.page.route === BIRTH_DAY && phone.page.data.phase === 'ready');
  assert.ok(phone.words.includes('冉小雨') && phone.words.includes('别人看到的是“孩子”'));
  await choose(`${YEAR - 9}-05-04`);
  phone.tap('记下');
  await phone.see('别人看不到名字了');
  phone.tap('知道了');
  await phone.until(() => phone.page.route === HOME);
  assert.deepEqual(sent('PUT'), [{ path: '/members/3/birth-day', data: { born_on: `${YEAR - 9}-05-04` } }]);
  assert.ok(!JSON.stringify({ ...phone.window.localStorage }).includes(`${YEAR - 9}-05-04`));
  assert.deepEqual(phone.faults, []);
});

test('reworded while a leader writes down a yes: she reads out the new wording, whole if wanted, and sends that version', async () => {
  const worded = (/** @type {number} */ version) => ({ items: [{ purpose: 'phone', version, state: 'none', title: '留手机号', summary: `第${version}句。` }] });
  await open(CONSENTS, {
    [HOUSEHOLD]: { actions: ['act_for'], members: [GRANNY] },
    'GET /members/{member_id}/consents': worded(2),
    'GET /consent-texts': { items: [{ purpose: 'phone', text: '谁在用：妇联。' }] },
    'PUT /members/{member_id}/consents/{purpose}': problem('consent-text-changed', { status: 409, detail: '请再看一遍。' }),
  });
  ['记下同意', '看全文', '老人不会用，请我代办。', '当面说好的'].forEach((words) => phone.tap(words));
  assert.ok(phone.words.includes('谁在用：妇联。'));
  service.answers['GET /members/{member_id}/consents'] = worded(3);
  phone.tap('同意了');
  await phone.see('第3句。');
  await phone.see('请再看一遍。');
  delete service.answers['PUT /members/{member_id}/consents/{purpose}'];
  phone.tap('同意了');
  await phone.until(() => !phone.page.data.asked);
  assert.deepEqual(sent('PUT').map(({ data }) => data.version), [2, 3]);
});

test('without the line no name is asked for later on', async () => {
  await open(DISCLOSURE, { [HOUSEHOLD]: { actions: ['disclose_minor'], members: [HIDDEN] } });
  phone.preview.configure({ network: 'off' });
  phone.tap('要上门');
  phone.tap('看姓名');
  await phone.see('没连上网。');
  assert.ok(!JSON.stringify({ ...phone.window.localStorage }).includes('/disclosure'));
});

test('whom the service shows no name is offered none', async () => {
  await open(LED, { [HOUSEHOLD]: { actions: [], members: [HIDDEN] } });
  assert.ok(!phone.words.includes('看姓名'));
});

test('a leader adds a child under 14 with the guardian who agreed, for a reason and in a way', async () => {
  await open(LED, { [HOUSEHOLD]: { actions: ['add_member'], members: [GRANNY, HIDDEN] } });
  phone.tap('添一位成员');
  await phone.until(() => phone.find('input'));
  phone.type('input', '冉小雪');
  phone.tap('子女');
  phone.tap('是孩子');
  await choose(`${YEAR - 6}-05-04`);
  await phone.see('要孩子的父母或者监护人同意');
  phone.tap('蒲秀英');
  phone.tap('家里没有智能手机。');
  phone.tap('登记');
  assert.deepEqual(sent('POST'), []);
  phone.tap('当面说好的');
  phone.tap('登记');
  await phone.until(() => sent('POST').length);
  const { path, data } = sent('POST')[0];
  assert.equal(path, '/households/9/members');
  assert.deepEqual([data.born_on, data.guardian_member_id], [`${YEAR - 6}-05-04`, 2]);
  assert.deepEqual(data.on_behalf, { member_id: 2, reason: '家里没有智能手机。', channel: 'in_person' });
});

test('what somebody without a phone said is written down with why and how, and taken back the same way', async () => {
  const asked = { purpose: 'phone', state: 'none', version: 2, title: '留手机号', summary: '只给村里联系您用。' };
  const given = { ...asked, purpose: 'service', state: 'given', title: '用巴渝绿家办事' };
  await open(CONSENTS, {
    [HOUSEHOLD]: { actions: ['act_for'], members: [GRANNY] },
    'GET /members/{member_id}/consents': { items: [asked, given] },
  });
  phone.tap('记下同意');
  await phone.see('替蒲秀英记下同意：留手机号');
  phone.tap('老人不会用，请我代办。');
  phone.tap('电话里说好的');
  phone.tap('同意了');
  await phone.until(() => sent('PUT').length);
  const behalf = { member_id: 2, reason: '老人不会用，请我代办。', channel: 'telephone' };
  assert.deepEqual(sent('PUT'), [{ path: '/members/2/consents/phone', data: { version: 2, on_behalf: behalf } }]);
  await phone.until(() => !phone.page.data.asked);
  phone.tap('收回');
  await phone.see('替蒲秀英收回：用巴渝绿家办事');
  phone.tap('要收回');
  await phone.until(() => sent('DELETE').length);
  assert.deepEqual(sent('DELETE').map(({ path, data }) => [path, data]), [['/members/2/consents/service', { on_behalf: behalf }]]);
  assert.deepEqual(phone.faults, []);
});
